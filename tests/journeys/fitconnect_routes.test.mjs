// SPDX-License-Identifier: EUPL-1.2
// Routes of the running delivery server that an operator enters in a shell, with first and last
// days: what the Routing API answers follows within seconds, and what was decided holds on days on
// which nothing leads there too.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import * as prism from './prism.mjs';
import * as walk from './support.mjs';

after(() => {
  prism.stopAll();
  walk.cleanUp();
});

const publicUrl = 'https://zustelldienst.example';
const key = '99102013104000';
let place;
let server;
let front;
let destinations;
let serverFile;
let operator;

const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

before(async () => {
  if (walk.skip) return;
  place = await fit.prepare({ publicUrl });
  server = await fit.start(place);
  front = await prism.inFrontOf(server.url);
  const services = [{ identifier: fit.service, regions: ['DE010545459'], submissionSchemas: [
    { schemaUri: 'https://schema.example/hund.json', mimeType: 'application/json' }] }];
  const first = await fit.furnish(place, front.url, undefined, services);
  const token = await fit.fetchToken(front.url, first.manager);
  const second = await fit.call(front.url, 'POST', '/destination-api/v1/destinations', {
    token, json: fit.newDestination(first.encryption, first.signature, services) });
  assert.equal(second.status, 201, JSON.stringify(second.body));
  const active = await fit.call(front.url, 'PATCH', `/destination-api/v1/destinations/${second.body.destinationId}`, {
    token, json: { status: 'active' } });
  assert.equal(active.status, 200, JSON.stringify(active.body));
  destinations = [first.destination, second.body.destinationId];
  const folder = walk.makeFolder();
  serverFile = join(folder, 'server.toml');
  writeFileSync(serverFile, [`origin = "${front.url}"`, 'api = "v1"', `issuer = "${publicUrl}/submission-api"`,
    `client_id = "${first.sender.client_id}"`, `client_secret = "${first.sender.client_secret}"`].join('\n'));
  // Plain HTTP on this machine and keys that vouch for themselves are for demonstrations.
  operator = join(folder, 'operator.toml');
  writeFileSync(operator, `demo = true\ndata_folder = "${place.data}"\n[fitconnect_server]\npublic_url = "${publicUrl}"\n`);
});

async function enter(...words) {
  const done = await walk.gordion(...words, `--config=${operator}`);
  assert.equal(done.status, 0, done.out + done.err);
  return done.out.match(/[0-9a-f]{8}-[-0-9a-f]{27}/)[0];
}

const connect = (destination, area, ...days) => enter('destination', 'connect', destination,
  `--server=${serverFile}`, '--tenant=010545459', `--area=${area}`, `--service=${key}`, ...days);

async function found(ars, url = front.url) {
  const { status, body } = await fit.call(url, 'GET', `/routing-api/v2/routes?leikaKey=${key}&ars=${ars}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.routes.map(({ destinationId }) => destinationId).sort();
}

/** The board looks every second. */
async function becomes(ars, expected) {
  for (let tries = 0; tries < 100; ++tries) {
    if (JSON.stringify(await found(ars)) === JSON.stringify([...expected].sort())) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(await found(ars), [...expected].sort());
}

test('routes follow what an operator decided, on the days he said', { skip: walk.skip }, async (context) => {
  const [first, second] = destinations;
  const groede = walk.groede;
  await becomes(groede, [first, second]);
  const entered = await connect(first, '010545459');
  await becomes(groede, [first]);
  const { body } = await fit.call(front.url, 'GET', `/routing-api/v1/routes?leikaKey=${key}&ars=${groede}`);
  const claims = JSON.parse(Buffer.from(body.routes[0].destinationSignature.split('.')[1], 'base64url'));
  assert.equal(claims.destinationId, first);
  assert.match(JSON.stringify(claims.services), /:010545459"/);

  await enter('destination', 'end', entered, '--tenant=010545459', `--last-day=${day(-2)}`);
  await becomes(groede, []);
  await connect(second, '010545459', `--valid-from=${day(2)}`);
  await connect(second, groede, `--valid-from=${day(-9)}`, `--valid-until=${day(2)}`);
  await becomes(groede, [second]);
  assert.deepEqual(await found('010545459'), [], 'begins the day after tomorrow');
  await connect(first, groede, `--valid-from=${day(-9)}`, `--valid-until=${day(-2)}`);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.deepEqual(await found(groede), [second], 'is over');

  const listed = await walk.gordion('destination', 'list', '--tenant=010545459', `--config=${operator}`);
  assert.match(listed.out, new RegExp(`${entered} .* to ${day(-2)}`));
  front.check(context, 20);
});

test('routes stay decided over a restart', { skip: walk.skip }, async () => {
  await server.stop();
  server = await fit.start(place);
  assert.deepEqual(await found(walk.groede, server.url), [destinations[1]]);
  assert.deepEqual(await found('010545459', server.url), []);
  await server.stop();
});

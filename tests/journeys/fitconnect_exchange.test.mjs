// SPDX-License-Identifier: EUPL-1.2
// One Gordion sends to another over FIT-Connect, and what travels is opened and proved with the npm
// package "jose". Then the same through a network that loses and refuses: nothing is lost, nothing
// arrives twice.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import * as prism from './prism.mjs';
import * as walk from './support.mjs';
import { UnreliableProxy } from './unreliable_proxy.mjs';

const { skip } = walk;
const proxies = new Set();
after(() => {
  for (const proxy of proxies) proxy.close();
  prism.stopAll();
  walk.cleanUp();
});

const jose = await import('jose');
const seed = Number(process.env.GORDION_JOURNEY_SEED ?? Math.floor(Math.random() * 1e9));
const count = Number(process.env.GORDION_JOURNEY_ANTRAEGE ?? 8);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const sha512 = (content) => createHash('sha512').update(content).digest('hex');

/** A delivery server behind a proxy that is its public address, with a destination and its clients. */
async function open(services) {
  const proxy = await new UnreliableProxy(seed).open();
  proxies.add(proxy);
  const place = await fit.prepare({ publicUrl: proxy.url });
  const server = await fit.start(place);
  const front = await prism.inFrontOf(server.url);
  proxy.target = front.url;
  const who = await fit.furnish(place, server.url, ['send:region:DE'], services);
  const folder = walk.makeFolder();
  const file = (name, content) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const serverFile = (name, client, api = 'v2') => file(name, `origin = "${proxy.url}"\napi = "${api}"\n`
    + `client_id = "${client.client_id}"\nclient_secret = "${client.client_secret}"\n`);
  const key = (name, { private: jwk }, more) => file(name, JSON.stringify({ ...jwk, ...more }));
  return {
    proxy, server, front, who, file, folder,
    sender: serverFile('sender.toml', who.sender),
    senderOfV1: serverFile('sender-v1.toml', who.sender, 'v1'),
    subscriber: serverFile('subscriber.toml', who.subscriber),
    subscriberOfV1: serverFile('subscriber-v1.toml', who.subscriber, 'v1'),
    decryption: key('decryption.jwk', who.encryption, { alg: 'RSA-OAEP-256', key_ops: ['unwrapKey'] }),
    signing: key('signing.jwk', who.signature, { alg: 'PS512', key_ops: ['sign'] }),
    inbox: join(folder, 'inbox'),
  };
}

async function speak(...words) {
  const done = await walk.gordion('fitconnect', ...words, '--test-environment');
  return { ...done, json: done.status === 0 && words.includes('--json') ? JSON.parse(done.out) : undefined };
}

const receive = (world, server = world.subscriber) => speak('receive', world.who.destination, `--server=${server}`,
  `--decryption-key=${world.decryption}`, `--signing-key=${world.signing}`, `--into=${world.inbox}`, '--json');

async function decrypt(jwe, world) {
  const { alg: _, ...jwk } = world.who.encryption.private;
  const opened = await jose.compactDecrypt(jwe, await jose.importJWK(jwk, 'RSA-OAEP-256'));
  return { header: opened.protectedHeader, content: Buffer.from(opened.plaintext) };
}

/** Straight from the server, past the proxy, as the subscriber sees it. */
async function look(world) {
  const token = await fit.fetchToken(world.server.url, world.who.subscriber);
  return async (path) => {
    const answer = await fit.call(world.server.url, 'GET', `/v2${path}`, { token });
    assert.equal(answer.status, 200, path + JSON.stringify(answer.body));
    return answer.body;
  };
}

/** The events of a case, each proved by the key of whoever issued it. */
async function provedEvents(world, caseId) {
  const load = await look(world);
  const keys = (await fit.call(world.server.url, 'GET', '/submission-api/.well-known/jwks.json')).body;
  const { eventLog } = await load(`/cases/${caseId}/events`);
  const proved = [];
  for (const token of eventLog) {
    const claims = jose.decodeJwt(token);
    const jwk = claims.iss === world.who.destination
      ? world.who.signature.public
      : keys.keys.find(({ kid }) => kid === jose.decodeProtectedHeader(token).kid);
    const { key_ops: _, x5c: __, use: ___, ...bare } = jwk;
    await jose.compactVerify(token, await jose.importJWK(bare, 'PS512'));
    const [[uri, content]] = Object.entries(claims.events);
    proved.push({ verb: uri.split('/').at(-1), content, issuer: claims.iss, subject: claims.sub });
  }
  return proved;
}

test('a vendor can open what Gordion sends, and Gordion what a vendor sends', { skip, timeout: 240_000 }, async (context) => {
  const world = await open();
  const data = JSON.stringify({ name: 'Rex', größe: 1 });
  const words = [`--service=${fit.service}`, '--schema=https://schema.example/hund.json',
    `--content=${world.file('data.json', data)}`, `--attachment=${world.file('a.pdf', '%PDF-1.7 x')}:application/pdf`,
    '--region=DE010545459', '--json'];
  const sent = await speak('send', world.who.destination, `--server=${world.sender}`, ...words);
  assert.equal(sent.status, 0, sent.err);

  // With jose: every part opens, hashes and tags are those of the bytes.
  const load = await look(world);
  const submission = await load(`/submissions/${sent.json.submission}`);
  const metadata = await decrypt(submission.encryptedMetadata, world);
  const opened = await decrypt(submission.encryptedData, world);
  assert.equal(metadata.header.cty, 'application/json');
  assert.equal(opened.header.kid, world.who.encryption.kid);
  assert.equal(opened.content.toString(), data);
  const { contentStructure } = JSON.parse(metadata.content);
  assert.equal(contentStructure.data.hash.content, sha512(opened.content));
  const [attachment] = submission.attachments;
  const jwe = await load(`/submissions/${sent.json.submission}/attachments/${attachment.attachmentId ?? attachment}`);
  assert.equal(contentStructure.attachments[0].hash.content, sha512((await decrypt(jwe, world)).content));
  const tags = { metadata: fit.tagOf(submission.encryptedMetadata), data: fit.tagOf(submission.encryptedData),
    attachments: { [contentStructure.attachments[0].attachmentId]: fit.tagOf(jwe) } };
  assert.deepEqual(sent.json.tags, tags);

  // A second one finds the destination by the Routing API and its signature; a third one speaks v1.
  const routed = await speak('send', `--server=${world.sender}`, ...words);
  assert.equal(routed.status, 0, routed.err);
  const older = await speak('send', world.who.destination, `--server=${world.senderOfV1}`, ...words);
  assert.equal(older.status, 0, older.err);

  // A vendor's, made with jose.
  const token = await fit.fetchToken(world.server.url, world.who.sender);
  const made = (await fit.call(world.server.url, 'POST', '/v2/submissions', { token, json: {
    destinationId: world.who.destination, announcedAttachments: [],
    publicService: { identifier: fit.service, name: 'Hund' }, region: 'DE01' } })).body;
  const record = ` ${JSON.stringify({
    $schema: 'https://schema.fitko.de/fit-connect/metadata/1.0.0/metadata.schema.json',
    contentStructure: { attachments: [], data: { hash: { type: 'sha512', content: sha512(data) },
      submissionSchema: { schemaUri: 'https://schema.example/hund.json', mimeType: 'application/json' } } },
    unheardOf: [1] })}\n`;
  const submitted = await fit.call(world.server.url, 'PUT', `/v2/submissions/${made.submissionId}`, { token, json: {
    encryptedMetadata: await fit.encrypt(record, world.who.encryption),
    encryptedData: await fit.encrypt(data, world.who.encryption) } });
  assert.equal(submitted.status, 200, JSON.stringify(submitted.body));

  const received = await receive(world, world.subscriberOfV1);
  assert.deepEqual(received.json, { accepted: 4, rejected: 0, failed: 0 }, received.err);
  const folder = join(world.inbox, sent.json.submission);
  assert.equal(readFileSync(join(folder, 'data.json'), 'utf8'), data);
  assert.deepEqual(readFileSync(join(folder, 'metadata.json')), metadata.content);
  assert.equal(readFileSync(join(folder, `attachment-${contentStructure.attachments[0].attachmentId}`), 'utf8'), '%PDF-1.7 x');
  assert.equal(readFileSync(join(world.inbox, made.submissionId, 'metadata.json'), 'utf8'), record);

  // With jose: the receipt is signed by the destination and names what was sent.
  const events = await provedEvents(world, sent.json.case);
  assert.deepEqual(events.map(({ verb }) => verb),
    ['create-submission', 'submit-submission', 'notify-submission', 'accept-submission']);
  assert.equal(events[3].issuer, world.who.destination);
  assert.deepEqual(events[3].content.authenticationTags, tags);
  const told = await speak('events', sent.json.case, `--submission=${sent.json.submission}`,
    `--destination=${world.who.destination}`, `--server=${world.sender}`);
  assert.match(told.out, /accept-submission/, told.err);
  world.front.check(context, 20);
});

/** A Gordion that hands the dog tax of Pellworm over to that destination. */
async function connect(world, data) {
  const config = world.file('demo.toml', `demo = true\ndata_folder = "${data}"\n`);
  const words = [`--config=${config}`, `--data=${data}`];
  const done = await walk.gordion('destination', 'connect', world.who.destination, `--server=${world.sender}`,
    '--tenant=010545459', `--service=${walk.dogTax}`, ...words);
  assert.equal(done.status, 0, done.err);
  return walk.serve(data, { words: ['serve', `--config=${config}`] });
}

test('an unreliable network loses nothing and doubles nothing', { skip, timeout: 600_000 }, async (t) => {
  t.diagnostic(`GORDION_JOURNEY_SEED=${seed}`);
  const data = await walk.demoFolder();
  const probe = await walk.serve(data);
  const at = await (await fetch(`${probe.url}/api/v1/services/${walk.dogTax}/at/${walk.groede}`)).json();
  await probe.stop();
  const world = await open([{
    identifier: `urn:de:fim:leika:leistung:${walk.dogTax}`,
    regions: ['DE01'],
    submissionSchemas: [{ schemaUri: at.schema.$id, mimeType: 'application/json' }],
  }]);
  const gordion = await connect(world, data);

  world.proxy.chance = 0.35;
  const numbers = [];
  for (let i = 0; i < count; ++i) {
    const answer = await walk.submitDirectly(gordion.url, walk.exampleAnswers('gueltig-ein-hund'), randomUUID());
    const body = await answer.json();
    assert.equal(answer.status, 201, JSON.stringify(body));
    numbers.push(body.number);
  }
  // Deliveries are repeated after 5, 15, 45 … seconds; meanwhile the other side fetches.
  const folders = () => (existsSync(world.inbox) ? readdirSync(world.inbox).filter((name) => !name.startsWith('.')) : []);
  for (let round = 0; round < 100 && folders().length < count; ++round) {
    await receive(world);
    await pause(1000);
  }
  // What had been on its way twice would come now.
  await pause(8000);
  world.proxy.chance = 0;
  const last = await receive(world);
  assert.equal(last.status, 0, last.err);
  t.diagnostic(JSON.stringify(world.proxy.happened));
  assert.equal(folders().length, count, `${folders().length} of ${count} arrived, seed ${seed}`);
  const arrived = folders().map((id) => JSON.parse(readFileSync(join(world.inbox, id, 'metadata.json')))
    .additionalReferenceInfo.senderReference);
  assert.deepEqual(arrived.sort(), numbers.sort());
  const load = await look(world);
  const waiting = await load(`/submissions?destinationId=${world.who.destination}`);
  assert.equal(waiting.totalCount, 0);
  world.front.check(t, 0);
  await gordion.stop();
});

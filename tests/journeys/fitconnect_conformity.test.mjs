// SPDX-License-Identifier: EUPL-1.2
// Prism, a proxy by others, judges what the delivery server answers by the official OpenAPI files
// of FIT-Connect. They may not be copied into the project: GORDION_FITCONNECT_OPENAPI names their
// folder. Only Submission API 1.1.3 and Routing API 2.0.0 were published as files; v2 has none.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import * as walk from './support.mjs';

const folder = process.env.GORDION_FITCONNECT_OPENAPI ?? join(walk.root, '../shared/standards/fit-connect');
const submissionApi = join(folder, 'submission-api-1.1.3.yaml');
const routingApi = join(folder, 'routing-api-2.0.0.yaml');
const directory = join(walk.root, 'data/gemeindeverzeichnis/GV100AD_30112025.txt');
const known = join(walk.root, 'docs/reference/fitconnect-conformity.md');

const children = new Set();
after(() => {
  for (const child of children) child.kill('SIGKILL');
  walk.cleanUp();
});

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function startPrism(file, upstream) {
  const port = await freePort();
  const child = spawn(process.execPath, [join(walk.root, 'node_modules/@stoplight/prism-cli/dist/index.js'),
    'proxy', file, upstream, '--host', '127.0.0.1', '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let said = '';
  await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(said)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += text;
        if (/Prism is listening/.test(said)) resolve();
      });
    }
  });
  return `http://127.0.0.1:${port}`;
}

/** Sends calls through Prism and gathers what it objects to. */
class Judge {
  constructor(url, name) {
    this.url = url;
    this.name = name;
    this.violations = new Set();
    this.calls = 0;
  }

  /** `status`: what the call is expected to get; 4xx says that the request is wrong on purpose. */
  async send(status, method, path, asked = {}) {
    const answer = await fit.call(this.url, method, path, asked);
    this.calls += 1;
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    const said = JSON.parse(answer.headers.get('sl-violations') ?? '[]');
    for (const { location, message } of said) {
      if (location[0] === 'request' && status >= 400) continue;
      const template = path.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[-0-9a-f]{27}/g, '{id}');
      const where = location.join('.');
      this.violations.add(`${method} ${template} | ${status} | ${where} | ${message.replaceAll('|', '/')}`);
    }
    return answer;
  }

  /** Each of them needs a token that it does not have. */
  async sendWithoutToken(calls) {
    for (const [method, path, asked] of calls) {
      await this.send(401, method, path, asked);
      await this.send(401, method, path, { ...asked, token: 'nonsense' });
    }
  }
}

async function judgeDestinations(judge, who, token) {
  const json = fit.newDestination(who.encryption, who.signature);
  const made = await judge.send(201, 'POST', '/v1/destinations', { token, json });
  const path = `/v1/destinations/${made.body.destinationId}`;
  await judge.send(200, 'GET', '/v1/destinations?limit=10&offset=0', { token });
  await judge.send(200, 'GET', '/v1/destinations', { token });
  await judge.send(200, 'GET', path, { token });
  await judge.send(200, 'PATCH', path, { token, json: { status: 'active' } });
  await judge.send(200, 'PUT', path, { token, json: {
    status: 'active', encryptionKid: json.encryptionKid, contactInformation: json.contactInformation,
    services: json.services, metadataVersions: json.metadataVersions, replyChannels: json.replyChannels } });
  const more = fit.makeKey('sig');
  await judge.send(201, 'POST', `${path}/keys`, { token, json: more.public });
  await judge.send(200, 'GET', `${path}/keys/${more.kid}`, { token });
  await judge.send(404, 'GET', `${path}/keys/${randomUUID()}`, { token });
  await judge.send(400, 'POST', `${path}/keys`, { token, json: { ...more.public, d: 'AQAB' } });
  await judge.send(400, 'POST', '/v1/destinations', { token, json: { ...json, services: [] } });
  await judge.send(400, 'POST', '/v1/destinations', { token, body: '{"contactInformation":' });
  await judge.send(400, 'PATCH', path, { token, json: { status: 'gone' } });
  await judge.send(400, 'PUT', path, { token, json: {} });
  await judge.send(404, 'GET', `/v1/destinations/${randomUUID()}`, { token });
  await judge.send(403, 'POST', '/v1/destinations', { token: who.tokens.sender, json });
  await judge.send(403, 'PATCH', path, { token: who.tokens.sender, json: { status: 'inactive' } });
  await judge.send(403, 'DELETE', path, { token: who.tokens.sender });
  await judge.send(400, 'DELETE', path, { token });
  const unused = await judge.send(201, 'POST', '/v1/destinations', { token, json });
  await judge.send(204, 'DELETE', `/v1/destinations/${unused.body.destinationId}`, { token });
}

function announcement(who, attachments = [], changes = {}) {
  return { destinationId: who.destination, announcedAttachments: attachments,
    serviceType: { name: 'Hundesteuer', identifier: fit.service }, ...changes };
}

async function judgeSending(judge, who) {
  const token = who.tokens.sender;
  const attachment = randomUUID();
  const made = await judge.send(201, 'POST', '/v1/submissions', { token, json: announcement(who, [attachment]) });
  const path = `/v1/submissions/${made.body.submissionId}`;
  const jwe = await fit.encrypt('the bytes of a file', who.encryption, 'text/plain');
  const type = 'application/jose';
  const content = {
    encryptedMetadata: await fit.encrypt('{}', who.encryption),
    encryptedData: await fit.encrypt('{"name":"Bello"}', who.encryption),
  };
  await judge.send(422, 'PUT', path, { token, json: content });
  await judge.send(422, 'PUT', `${path}/attachments/${randomUUID()}`, { token, type, body: jwe });
  await judge.send(422, 'PUT', `${path}/attachments/${attachment}`, { token, type, body: 'a.b.c.d.e' });
  await judge.send(415, 'PUT', `${path}/attachments/${attachment}`, { token, type: 'text/plain', body: jwe });
  await judge.send(204, 'PUT', `${path}/attachments/${attachment}`, { token, type, body: jwe });
  await judge.send(422, 'PUT', path, { token, json: { ...content, encryptedMetadata: 'a.b.c.d.e' } });
  await judge.send(400, 'PUT', path, { token, json: { encryptedData: content.encryptedData } });
  await judge.send(415, 'PUT', path, { token, type: 'text/plain', body: JSON.stringify(content) });
  await judge.send(404, 'PUT', `/v1/submissions/${randomUUID()}`, { token, json: content });
  await judge.send(403, 'PUT', path, { token: who.tokens.stranger, json: content });
  await judge.send(202, 'PUT', path, { token, json: content });
  for (const wrong of [{ destinationId: undefined }, { announcedAttachments: ['x'] }, { serviceType: {} },
    { callback: { url: 'x', secret: 'short' } }, { caseId: 'x' }]) {
    const { status } = await fit.call(judge.url, 'POST', '/v1/submissions', { token, json: announcement(who, [], wrong) });
    await judge.send(status, 'POST', '/v1/submissions', { token, json: announcement(who, [], wrong) });
    assert.ok(status === 400 || status === 422, `${JSON.stringify(wrong)}: ${status}`);
  }
  await judge.send(404, 'POST', '/v1/submissions', { token, json: announcement(who, [], { destinationId: randomUUID() }) });
  await judge.send(403, 'POST', '/v1/submissions', { token: who.tokens.subscriber, json: announcement(who) });
  await judge.send(413, 'POST', '/v1/submissions', {
    token, json: announcement(who, Array.from({ length: 101 }, () => randomUUID())) });
  return { made: made.body, path, attachment, jwe, content };
}

async function judgeReceiving(judge, who, sent) {
  const token = who.tokens.subscriber;
  await judge.send(200, 'GET', '/v1/submissions', { token });
  await judge.send(200, 'GET', `/v1/submissions?destinationId=${who.destination}&limit=5&offset=0`, { token });
  await judge.send(400, 'GET', '/v1/submissions?limit=nothing', { token });
  await judge.send(403, 'GET', `/v1/submissions?destinationId=${randomUUID()}`, { token });
  await judge.send(200, 'GET', sent.path, { token });
  await judge.send(404, 'GET', `/v1/submissions/${randomUUID()}`, { token });
  await judge.send(403, 'GET', sent.path, { token: who.tokens.stranger });
  const fetched = await judge.send(200, 'GET', `${sent.path}/attachments/${sent.attachment}`, { token });
  assert.equal(fetched.body, sent.jwe);
  await judge.send(404, 'GET', `${sent.path}/attachments/${randomUUID()}`, { token });
  await judge.send(403, 'GET', `${sent.path}/attachments/${sent.attachment}`, { token: who.tokens.stranger });

  const { caseId, submissionId } = sent.made;
  const log = `/v1/cases/${caseId}/events`;
  const keys = await judge.send(200, 'GET', '/.well-known/jwks.json');
  const before = await judge.send(200, 'GET', `${log}?limit=500&offset=0`, { token });
  assert.deepEqual(await fit.readLog(before.body.eventLog, keys.body),
    ['create-submission', 'submit-submission', 'notify-submission']);
  await judge.send(403, 'GET', log, { token: who.tokens.stranger });
  await judge.send(404, 'GET', `/v1/cases/${randomUUID()}/events`, { token });
  const accept = (changes, key = who.signature) => fit.signEvent('accept-submission', {
    subject: `submission:${submissionId}`, caseId, issuer: who.destination, key, changes,
    content: { authenticationTags: { metadata: fit.tagOf(sent.content.encryptedMetadata),
      data: fit.tagOf(sent.content.encryptedData), attachments: { [sent.attachment]: fit.tagOf(sent.jwe) } } } });
  const type = 'application/jose';
  await judge.send(400, 'POST', log, { token, type, body: 'nonsense' });
  await judge.send(415, 'POST', log, { token, type: 'text/plain', body: await accept() });
  await judge.send(422, 'POST', log, { token, type, body: await accept({ iat: 1 }) });
  await judge.send(422, 'POST', log, { token, type, body: await accept({}, who.encryption) });
  await judge.send(403, 'POST', log, { token: who.tokens.stranger, type, body: await accept() });
  const said = await accept();
  await judge.send(204, 'POST', log, { token, type, body: said });
  await judge.send(409, 'POST', log, { token, type, body: said });
  await judge.send(409, 'POST', log, { token, type, body: await accept() });
}

async function judgeSubmissionApi(judge, who) {
  await judge.send(200, 'GET', '/v1/info');
  await judgeDestinations(judge, who, who.tokens.manager);
  const sent = await judgeSending(judge, who);
  await judgeReceiving(judge, who, sent);
  const body = sent.jwe;
  const type = 'application/jose';
  await judge.sendWithoutToken([
    ['GET', '/v1/destinations'],
    ['POST', '/v1/destinations', { json: fit.newDestination(who.encryption, who.signature) }],
    ['GET', `/v1/destinations/${who.destination}`],
    ['PATCH', `/v1/destinations/${who.destination}`, { json: { status: 'inactive' } }],
    ['DELETE', `/v1/destinations/${who.destination}`],
    ['POST', `/v1/destinations/${who.destination}/keys`, { json: who.signature.public }],
    ['GET', '/v1/submissions'],
    ['POST', '/v1/submissions', { json: announcement(who) }],
    ['GET', sent.path],
    ['PUT', sent.path, { json: sent.content }],
    ['GET', `${sent.path}/attachments/${sent.attachment}`],
    ['PUT', `${sent.path}/attachments/${sent.attachment}`, { type, body }],
    ['GET', `/v1/cases/${sent.made.caseId}/events`],
    ['POST', `/v1/cases/${sent.made.caseId}/events`, { type, body }],
  ]);
}

async function judgeRoutingApi(judge) {
  const key = fit.service.slice(-14);
  await judge.send(200, 'GET', '/info');
  await judge.send(200, 'GET', '/areas?areaSearchexpression=Pellworm');
  await judge.send(200, 'GET', '/areas?areaSearchexpression=25849&limit=2&offset=1');
  await judge.send(200, 'GET', '/areas?areaSearchexpression=Xyzzy');
  await judge.send(400, 'GET', '/areas');
  await judge.send(200, 'GET', `/routes?leikaKey=${key}&ars=010545459103`);
  await judge.send(200, 'GET', `/routes?leikaKey=${key}&ars=09`);
  await judge.send(400, 'GET', '/routes?ars=010545459103');
  await judge.send(400, 'GET', `/routes?leikaKey=${key}`);
  await judge.send(400, 'GET', '/routes?leikaKey=x&ars=010545459103');
  await judge.send(400, 'GET', `/routes?leikaKey=${key}&ars=010545459103&limit=0`);
}

/** The rows of the table: what remains, and why. */
function knownViolations() {
  return readFileSync(known, 'utf8').split('\n').filter((line) => /^\| (Submission|Routing) API/.test(line))
    .map((line) => line.split(' | ').slice(0, 5).join(' | ').slice(2));
}

test('what the delivery server answers is what the official OpenAPI files say', {
  skip: walk.skip || (existsSync(submissionApi) && existsSync(routingApi) ? false
    : 'the official OpenAPI files are not here (GORDION_FITCONNECT_OPENAPI names their folder)'),
  timeout: 300_000,
}, async (context) => {
  const place = await fit.prepare();
  const imported = await walk.gordion('regions', 'import', directory, ...place.words);
  assert.equal(imported.status, 0, imported.err);
  const server = await fit.start(place);
  const who = await fit.furnish(place, server.url);
  const stranger = await fit.addClient(place, 'Fremder', 'send:region:DE');
  who.tokens = {};
  for (const [name, client] of Object.entries({ ...who, stranger })) {
    if (client.client_id) who.tokens[name] = await fit.fetchToken(server.url, client);
  }
  const submission = new Judge(await startPrism(submissionApi, `${server.url}/submission-api`), 'Submission API');
  await judgeSubmissionApi(submission, who);
  const routing = new Judge(await startPrism(routingApi, `${server.url}/routing-api/v1`), 'Routing API');
  await judgeRoutingApi(routing);
  const found = [submission, routing].flatMap((judge) =>
    [...judge.violations].map((violation) => `${judge.name} | ${violation}`)).sort();
  assert.deepEqual(found, knownViolations().sort(), found.join('\n'));
  context.diagnostic(`${submission.calls + routing.calls} calls, ${found.length} known violations`);
  await server.stop();
});

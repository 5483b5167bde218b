// SPDX-License-Identifier: EUPL-1.2
// Good and bad calls to every endpoint of the v1 line go through Prism (prism.mjs); what it objects
// to is compared with the table in docs/reference/fitconnect-conformity.md.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import * as prism from './prism.mjs';
import * as walk from './support.mjs';

const directory = join(walk.root, 'data/gemeindeverzeichnis/GV100AD_30112025.txt');

after(() => {
  prism.stopAll();
  walk.cleanUp();
});

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
  const more = who.spare;
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

test('what the delivery server answers is what the official OpenAPI files say', {
  skip: walk.skip || prism.skip,
  timeout: 300_000,
}, async (context) => {
  const place = await fit.prepare();
  const imported = await walk.gordion('regions', 'import', directory, ...place.words);
  assert.equal(imported.status, 0, imported.err);
  const server = await fit.start(place);
  const who = await fit.furnish(place, server.url);
  const stranger = await fit.addClient(place, 'Fremder', 'send:region:DE');
  // Nobody answers while openssl makes a key, and meanwhile Prism would close its connections.
  who.spare = fit.makeKey('sig');
  who.tokens = {};
  for (const [name, client] of Object.entries({ ...who, stranger })) {
    if (client.client_id) who.tokens[name] = await fit.fetchToken(server.url, client);
  }
  const submission = await prism.judgeSubmissions(server.url);
  await judgeSubmissionApi(submission, who);
  const routing = await prism.judgeRouting(server.url);
  await judgeRoutingApi(routing);
  const found = [...submission.found(), ...routing.found()].sort();
  assert.deepEqual(found, prism.knownViolations(), found.join('\n'));
  context.diagnostic(`${submission.calls + routing.calls} calls, ${found.length} known violations`);
  await server.stop();
});

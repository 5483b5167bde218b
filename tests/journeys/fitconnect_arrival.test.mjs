// SPDX-License-Identifier: EUPL-1.2
// Gordion as subscriber: a delivery server (A), a back office of its own that receives for a
// destination there (B), and a foreign sender that makes everything with the npm package "jose".
// Between A and B stands a proxy that can cut a call off.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import * as prism from './prism.mjs';
import * as walk from './support.mjs';

const jose = await import('jose');
const service = `urn:de:fim:leika:leistung:${walk.dogTax}`;
const schema = { schemaUri: 'urn:gordion:fim:S99000000001:1.0.0', mimeType: 'application/json' };
const problems = 'https://schema.fitko.de/fit-connect/events/problems/';
const callbackSecret = 'a secret of 32 characters or more that both servers know';
const sha512 = (bytes) => createHash('sha512').update(bytes).digest('hex');

let proxy;
let front;
let a;
let b;
let who;
let settings;
let dataOfB;
let team;

/** Passes everything to `target`; `intercept(request)` may hold a call back. */
class Proxy {
  async start() {
    this.intercept = undefined;
    this.server = http.createServer((request, response) => this.pass(request, response).catch(() => response.destroy()));
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  async pass(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    if (await this.intercept?.(request)) return response.destroy();
    const { host: _, connection: __, ...headers } = request.headers;
    const passed = http.request(this.target + request.url, { method: request.method, headers });
    passed.end(Buffer.concat(parts));
    const [answer] = await once(passed, 'response');
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
    return undefined;
  }
}

async function startDeliveryServer() {
  proxy = new Proxy();
  await proxy.start();
  const place = await fit.prepare({
    publicUrl: proxy.url,
    settings: ['callbacks_over_plain_http = true', 'callbacks_to_private_addresses = true'].join('\n'),
  });
  a = await fit.start(place);
  front = await prism.inFrontOf(a.url);
  proxy.target = front.url;
  return place;
}

/** A destination for the dog tax of the Amt, with keys that vouch for themselves. */
async function furnish(place, port) {
  const [encryption, signature] = [fit.makeKey('enc'), fit.makeKey('sig')];
  const manager = await fit.addClient(place, 'Verwaltung', 'create:destination',
    'https://schema.fitko.de/fit-connect/oauth/scopes/manage-destinations');
  const token = await fit.fetchToken(a.url, manager);
  const made = await fit.call(a.url, 'POST', '/destination-api/v1/destinations', { token, json: {
    ...fit.newDestination(encryption, signature),
    services: [{ identifier: service, regions: ['DE010545459'], submissionSchemas: [schema] }] } });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const destination = made.body.destinationId;
  const active = await fit.call(a.url, 'PATCH', `/destination-api/v1/destinations/${destination}`, {
    token, json: { status: 'active', callback: {
      url: `http://127.0.0.1:${port}/fitconnect/received/${destination}`, secret: callbackSecret } } });
  assert.equal(active.status, 200, JSON.stringify(active.body));
  // Without a destination of its own, so it answers replies with a key of its own.
  const own = fit.makeKey('sig');
  const file = join(walk.makeFolder(), 'own.jwk');
  writeFileSync(file, JSON.stringify(own.public));
  const sender = await fit.addClient(place, 'Onlinedienst', 'send:region:DE', `--signing-key=${file}`);
  const subscriber = await fit.addClient(place, 'Gordion', `subscribe:destination:${destination}`);
  return { destination, encryption, signature, own, sender, subscriber,
    token: await fit.fetchToken(a.url, sender),
    keySet: (await fit.call(a.url, 'GET', '/submission-api/.well-known/jwks.json')).body };
}

function configure(port, pollSeconds) {
  const folder = walk.makeFolder();
  const file = (name, content) => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  file('decrypt.jwk', JSON.stringify({ ...who.encryption.private, alg: 'RSA-OAEP-256' }));
  file('sign.jwk', JSON.stringify({ ...who.signature.private, alg: 'PS512' }));
  return join(folder, file('gordion.toml', `
demo = true
data_folder = "${dataOfB}"
base_url = "http://127.0.0.1:${port}"
[[fitconnect_receive]]
origin = "${proxy.url}"
api = "v1"
issuer = "${proxy.url}/submission-api"
client_id = "${who.subscriber.client_id}"
client_secret = "${who.subscriber.client_secret}"
destination = "${who.destination}"
tenant = "010545459"
decryption_keys = ["decrypt.jwk"]
signing_key = "sign.jwk"
poll_seconds = ${pollSeconds}
callback_secret = "${callbackSecret}"
`));
}

const startBackOffice = () => walk.serve(dataOfB, {
  words: ['serve', `--config=${settings.file}`], listen: `127.0.0.1:${settings.port}` });

before(async () => {
  if (walk.skip) return;
  const place = await startDeliveryServer();
  const port = await walk.freePort();
  dataOfB = await walk.demoFolder();
  who = await furnish(place, port);
  settings = { port, file: configure(port, 2) };
  b = await startBackOffice();
  team = await walk.signIn(b.url, 'team@pellworm.demo');
});
after(() => {
  proxy?.server.close();
  prism.stopAll();
  walk.cleanUp();
});

/** Announces, encrypts and submits as a vendor would. `changes`: of the metadata, after hashing. */
async function send({ data, files = [], reply, changes = (metadata) => metadata, region = `DE${walk.groede}` }) {
  const attachments = files.map((file) => ({ ...file, id: randomUUID() }));
  const announced = await fit.call(a.url, 'POST', '/submission-api/v2/submissions', { token: who.token, json: {
    destinationId: who.destination, announcedAttachments: attachments.map(({ id }) => id),
    publicService: { identifier: service, name: 'Hundesteuer', ...(region && { region }) } } });
  assert.equal(announced.status, 201, JSON.stringify(announced.body));
  const { submissionId: id, caseId } = announced.body;
  for (const file of attachments) {
    const body = await fit.encrypt(file.bytes, who.encryption, file.type);
    const put = await fit.call(a.url, 'PUT', `/submission-api/v2/submissions/${id}/attachments/${file.id}`, {
      token: who.token, body, type: 'application/jose' });
    assert.equal(put.status, 204, JSON.stringify(put.body));
  }
  const text = JSON.stringify(data);
  const metadata = changes({
    $schema: 'https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json',
    contentStructure: {
      data: { hash: { type: 'sha512', content: sha512(text) }, submissionSchema: schema },
      attachments: attachments.map((file) => ({
        attachmentId: file.id, hash: { type: 'sha512', content: sha512(file.bytes) },
        mimeType: file.type, filename: file.name, purpose: 'attachment', description: file.description })),
    },
    ...(reply && { replyChannel: reply }),
  });
  const submitted = await fit.call(a.url, 'PUT', `/submission-api/v2/submissions/${id}`, { token: who.token, json: {
    encryptedMetadata: await fit.encrypt(JSON.stringify(metadata), who.encryption),
    encryptedData: await fit.encrypt(text, who.encryption) } });
  assert.equal(submitted.status, 200, JSON.stringify(submitted.body));
  return { id, caseId, metadata };
}

/** Waits for accept or reject in the event log, each token proved with jose: its claims. */
async function answerTo({ id, caseId }, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  const keys = [...who.keySet.keys, who.signature.public].map(({ key_ops: _, x5c: __, ...jwk }) => jwk);
  const prove = jose.createLocalJWKSet({ keys });
  for (;;) {
    const log = await fit.call(a.url, 'GET', `/submission-api/v2/cases/${caseId}/events?limit=500`, { token: who.token });
    assert.equal(log.status, 200, JSON.stringify(log.body));
    for (const token of log.body.eventLog) {
      const { payload, protectedHeader } = await jose.compactVerify(token, prove);
      const claims = JSON.parse(new TextDecoder().decode(payload));
      const [uri, content] = Object.entries(claims.events)[0];
      const verb = uri.split('/').at(-1);
      if (claims.sub === `submission:${id}` && /^(accept|reject)-/.test(verb)) {
        assert.equal(protectedHeader.kid, who.signature.kid, 'the destination signs');
        assert.equal(claims.iss, who.destination);
        return { verb, content };
      }
    }
    if (Date.now() > end) throw new Error(`nobody answered ${id}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function numbersInInbox() {
  const numbers = new Set();
  const page = await team.fetch('/backoffice/eingang');
  for (const [number] of page.body.matchAll(/010545459-[0-9A-Z]{4}-[0-9A-Z]{4}/g)) numbers.add(number);
  return numbers;
}

/** The number of the one case that came since `before`. */
async function newCase(known) {
  const end = Date.now() + 60_000;
  for (;;) {
    const fresh = [...await numbersInInbox()].filter((number) => !known.has(number));
    if (fresh.length > 0) {
      assert.equal(fresh.length, 1, 'one submission, one case');
      return fresh[0];
    }
    if (Date.now() > end) throw new Error('the case never came');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a foreign sender and the back office', { skip: walk.skip }, () => {
  const answers = () => walk.exampleAnswers('gueltig-ein-hund');

  test('a submission becomes a case, is accepted, decided, and the Bescheid goes back', async () => {
    const known = await numbersInInbox();
    const mailbox = fit.makeKey('enc');
    const { use: _, x5c: __, ...replyKey } = mailbox.public;
    const bytes = `%PDF-1.7\n${'a file of the sender '.repeat(2000)}`;
    const sent = await send({
      data: answers(),
      files: [{ name: 'nachweis.pdf', type: 'application/pdf', bytes, description: 'Nachweis' }],
      reply: { fitConnect: { encryptionPublicKey: replyKey, processStandards: ['urn:gordion:letter:1'] } },
    });
    const { verb, content } = await answerTo(sent);
    assert.equal(verb, 'accept-submission', JSON.stringify(content));
    const number = await newCase(known);
    const [page, url] = await walk.openCase(team, number);
    for (const shown of [sent.id, sent.caseId, who.destination, 'Bello', 'nachweis.pdf', 'fitConnect']) {
      assert.ok(page.body.includes(shown), `the case shows ${shown}`);
    }
    const file = page.body.match(/\/datei\/([0-9a-f-]{36})/)[1];
    assert.equal((await team.fetch(`${url}/datei/${file}`)).body, bytes);
    assert.deepEqual(JSON.parse((await team.fetch(`${url}/metadaten`)).body), sent.metadata);
    assert.equal((await team.fetch(`${url}/fachdaten`)).body, JSON.stringify(answers()));

    const decided = await team.submit(page, `${url}/entscheiden`, { granted: 'yes' });
    assert.equal(decided.status, 200, decided.between('<main', '</main>'));
    await readBescheid(sent, mailbox, number);
    await walk.fetchUntil(team, url, 'Gesendet: 1, in Arbeit: 0');
    assert.ok((await team.fetch('/backoffice/protokoll')).body.includes('Über FIT-Connect eingegangen'));
    const state = await team.fetch('/backoffice/fitconnect');
    assert.ok(state.body.includes(who.destination), 'the administration sees for what it receives');
    assert.ok(state.body.includes('bitte jetzt erneuern'), 'the keys end within thirty days');
  });

  async function readBescheid(sent, mailbox, number) {
    const end = Date.now() + 60_000;
    let replies = [];
    while (replies.length === 0) {
      const list = await fit.call(a.url, 'GET', '/submission-api/v2/replies?limit=10&offset=0', { token: who.token });
      assert.equal(list.status, 200, JSON.stringify(list.body));
      replies = list.body.replies.filter(({ caseId }) => caseId === sent.caseId);
      if (Date.now() > end) throw new Error('the Bescheid never came');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(replies.length, 1);
    const reply = (await fit.call(a.url, 'GET', `/submission-api/v2/replies/${replies[0].replyId}`, { token: who.token })).body;
    const { kid: _, ...jwk } = mailbox.private;
    const key = await jose.importJWK(jwk, 'RSA-OAEP-256');
    const open = async (jwe) => Buffer.from((await jose.compactDecrypt(jwe, key)).plaintext);
    const data = JSON.parse((await open(reply.encryptedData)).toString());
    assert.equal(data.kind, 'bescheid');
    assert.equal(data.number, number);
    const metadata = JSON.parse((await open(reply.encryptedMetadata)).toString());
    const [described] = metadata.contentStructure.attachments;
    const jwe = await fit.call(a.url, 'GET', `/submission-api/v2/replies/${replies[0].replyId}/attachments/${described.attachmentId}`,
      { token: who.token });
    const pdf = await open(jwe.body);
    assert.ok(pdf.subarray(0, 5).toString() === '%PDF-');
    assert.equal(sha512(pdf), described.hash.content);
    await acceptReply(sent, replies[0].replyId, {
      metadata: fit.tagOf(reply.encryptedMetadata),
      data: fit.tagOf(reply.encryptedData),
      attachments: { [described.attachmentId]: fit.tagOf(jwe.body) },
    });
  }

  async function acceptReply({ caseId }, replyId, authenticationTags) {
    const post = async (key) => fit.call(a.url, 'POST', `/submission-api/v2/cases/${caseId}/events`, {
      token: who.token, type: 'application/jose',
      body: await fit.signEvent('accept-reply', { subject: `reply:${replyId}`, caseId,
        issuer: who.sender.client_id, key, content: { authenticationTags } }) });
    const foreign = await post(who.signature);
    assert.equal(foreign.status, 422, 'the key of the destination is not the sender\'s');
    const accepted = await post(who.own);
    assert.equal(accepted.status, 204, JSON.stringify(accepted.body));
    const { body } = await fit.call(a.url, 'GET', '/submission-api/v2/replies', { token: who.token });
    assert.ok(!body.replies.some((waiting) => waiting.replyId === replyId));
  }

  test('what is proved wrong is rejected with its problem, and makes no case', async () => {
    const known = await numbersInInbox();
    const wrongHash = await send({ data: answers(), changes: (metadata) => {
      metadata.contentStructure.data.hash.content = sha512('something else');
      return metadata;
    } });
    const againstSchema = await send({ data: { ...answers(), G99000000001: { F99000000001: 17 } } });
    const incomplete = await send({ data: walk.exampleAnswers('fehler-pflichtangaben-fehlen') });
    const againstRule = await send({ data: walk.exampleAnswers('fehler-iban-pruefziffer') });
    for (const [sent, problem, instance] of [
      [wrongHash, 'hash-mismatch', 'data'],
      [againstSchema, 'schema-violation', 'data'],
      [incomplete, 'schema-violation', 'data'],
      [againstRule, 'schema-violation', 'data'],
    ]) {
      const { verb, content } = await answerTo(sent);
      assert.equal(verb, 'reject-submission', problem);
      assert.deepEqual(content.problems.map(({ type }) => type), [problems + problem]);
      assert.equal(content.problems[0].instance, instance);
      assert.ok(!content.problems[0].detail.includes('Erika'), 'no value of the citizen is told');
    }
    assert.deepEqual(await numbersInInbox(), known);
  });

  test('killed between the case and its acceptance, there is one case', async () => {
    const known = await numbersInInbox();
    const held = new Promise((resolve) => {
      proxy.intercept = async (request) => {
        if (request.method !== 'POST' || !request.url.endsWith('/events')) return false;
        resolve();
        return true;
      };
    });
    const sent = await send({ data: answers() });
    await held;
    await b.kill();
    proxy.intercept = undefined;
    b = await startBackOffice();
    team = await walk.signIn(b.url, 'team@pellworm.demo');
    assert.equal((await answerTo(sent)).verb, 'accept-submission');
    await newCase(known);
  });

  test('an answer that was lost on its way is given again; without a way back the page says so', async () => {
    const known = await numbersInInbox();
    let lost = 0;
    proxy.intercept = async (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/events') || lost > 0) return false;
      lost += 1;
      return true;
    };
    const sent = await send({ data: answers() });
    assert.equal((await answerTo(sent)).verb, 'accept-submission');
    proxy.intercept = undefined;
    const number = await newCase(known);
    const [page, url] = await walk.openCase(team, number);
    assert.ok(page.body.includes('keinen Rückkanal'));
    const decided = await team.submit(page, `${url}/entscheiden`, { granted: 'yes' });
    assert.equal(decided.status, 200);
    assert.ok(decided.body.includes('/brief/'), 'the Bescheid is there to be sent on another way');
  });

  test('while the network or the server is away nothing is rejected', async () => {
    const known = await numbersInInbox();
    proxy.intercept = async (request) => request.url.includes('/submissions/');
    const sent = await send({ data: answers() });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.deepEqual(await numbersInInbox(), known);
    proxy.intercept = undefined;
    assert.equal((await answerTo(sent)).verb, 'accept-submission');
    await newCase(known);
  });

  test('a callback makes it ask at once', async () => {
    await b.stop();
    settings.file = configure(settings.port, 24 * 3600);
    b = await startBackOffice();
    team = await walk.signIn(b.url, 'team@pellworm.demo');
    await new Promise((resolve) => setTimeout(resolve, 4000)); // What was planned before has run.
    const sent = await send({ data: answers(), region: '' });
    assert.equal((await answerTo(sent)).verb, 'accept-submission');
    const forged = await fetch(`${b.url}/fitconnect/received/${who.destination}`, {
      method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json',
        'callback-authentication': 'f'.repeat(128), 'callback-timestamp': String(Math.floor(Date.now() / 1000)) } });
    assert.ok(forged.status >= 400, 'who does not know the secret wakes nobody');
  });

  test('the official OpenAPI files find nothing in what the back office asked and got', (context) => {
    front.check(context, 20);
  });
});

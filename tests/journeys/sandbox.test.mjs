// SPDX-License-Identifier: EUPL-1.2
// A vendor with nothing but the program and the npm package "jose" tries a client against
// `gordion sandbox`: the ready files, what answers, every failure on order, trace and report.
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import * as prism from './prism.mjs';
import * as walk from './support.mjs';

const judge = '5a4db0c5-0003-4000-8000-000000000001';
const rejects = '5a4db0c5-0003-4000-8000-000000000031';
const silent = '5a4db0c5-0003-4000-8000-000000000032';
const schema = 'https://sandbox.gordion.invalid/schemas/anything.json';
const folder = walk.makeFolder();
const files = join(folder, 'files');
const report = join(folder, 'report');
let sandbox;
let child;
let token;

async function startSandbox(...words) {
  child = spawn(walk.binary, ['sandbox', `--port=${await walk.freePort()}`, '--json', ...words],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const piece of child.stdout) {
    said += piece;
    if (said.includes('\n')) break;
  }
  return JSON.parse(said);
}

before(async () => {
  if (walk.skip) return;
  sandbox = await startSandbox(`--config-dir=${files}`, `--report=${report}`);
  token = await fit.fetchToken(sandbox.origin, sandbox.clients.sender);
});

after(() => {
  child?.kill('SIGKILL');
  prism.stopAll();
  walk.cleanUp();
});

const call = (method, path, asked = {}) => fit.call(sandbox.origin, method, path, { token, ...asked });

/** Data of the schema that everything fits, and its metadata; `hash` may lie. */
async function contentFor(key, hash) {
  const data = '{"dog":"Rex"}';
  const metadata = {
    $schema: 'https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json',
    contentStructure: {
      attachments: [],
      data: {
        hash: { type: 'sha512', content: hash ?? createHash('sha512').update(data).digest('hex') },
        submissionSchema: { schemaUri: schema, mimeType: 'application/json' },
      },
    },
  };
  return { encryptedMetadata: await fit.encrypt(JSON.stringify(metadata), key), encryptedData: await fit.encrypt(data, key) };
}

/** Sends as v2 wants it; `hash` may lie, `otherKey` be none of the destination. Returns { submissionId, caseId }. */
async function send(destination, { hash, callback, otherKey } = {}) {
  const { body: target } = await call('GET', `/submission-api/v2/destinations/${destination}`);
  const { body: jwk } = await call('GET',
    `/submission-api/v2/destinations/${destination}/keys/${target.encryptionKid}`);
  const key = { kid: jwk.kid, public: otherKey ? { ...jwk, n: otherKey.public.n } : jwk };
  const announced = await call('POST', '/submission-api/v2/submissions', { json: {
    destinationId: destination,
    announcedAttachments: [],
    publicService: { identifier: target.publicServices[0].identifier, name: 'Sandbox' },
    ...(callback && { callback }),
  } });
  assert.equal(announced.status, 201, JSON.stringify(announced.body));
  const submitted = await call('PUT', `/submission-api/v2/submissions/${announced.body.submissionId}`, {
    json: await contentFor(key, hash) });
  assert.ok(submitted.status < 300, JSON.stringify(submitted.body));
  return announced.body;
}

async function story(id) {
  return (await call('GET', `/sandbox/trace/${id}`)).body;
}

/** The answer to a submission, once it is there: "accept-submission" or "reject-submission". */
async function answerTo({ submissionId }) {
  for (let tries = 0; tries < 200; ++tries) {
    const { events = [] } = await story(submissionId);
    const answer = events.find(({ event }) => /accept|reject/.test(event));
    if (answer) return { verb: answer.event.split('/').at(-1), problems: answer.problems };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('nobody answered within ten seconds');
}

async function order(failure, destination, more = {}) {
  const done = await call('PUT', '/sandbox/switches', { json: { failure, destination, calls: 1, ...more } });
  assert.equal(done.status, 200, JSON.stringify(done.body));
}

const slugOf = ({ type }) => type.split('/').at(-1);

test('a sandbox says what it offers and writes files that work', { skip: walk.skip }, async () => {
  assert.equal(sandbox.files, files);
  assert.deepEqual(Object.keys(sandbox.clients), ['sender', 'subscriber', 'manager']);
  const walked = execFileSync('sh', [join(files, 'walk.sh')], { encoding: 'utf8' });
  assert.match(walked, /submit: 2\d\d\nevents: 200/);
  assert.match(readFileSync(join(files, 'java-sdk.yml'), 'utf8'), new RegExp(sandbox.clients.sender.client_id));
});

test('routes lead to a destination for every place, and areas are found', { skip: walk.skip }, async () => {
  const ask = (ars, service) =>
    call('GET', `/routing-api/v1/routes?ars=${ars}&leikaKey=${service}`);
  const groede = await ask(walk.groede, '99102013104000');
  assert.equal(groede.status, 200, JSON.stringify(groede.body));
  assert.ok(groede.body.totalCount >= 2, 'several destinations at one place');
  const munich = await ask('091620000000', '99001001000000');
  assert.ok([200, 404].includes(munich.status));
  for (let tries = 0; tries < 100; ++tries) {
    const areas = await call('GET', '/routing-api/v1/areas?areaSearchexpression=Pellworm');
    if (areas.status === 200 && areas.body.totalCount > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('Pellworm is not among the areas');
});

test('it accepts what is right, and says exactly what is wrong', { skip: walk.skip }, async () => {
  const good = await send(judge);
  assert.equal((await answerTo(good)).verb, 'accept-submission');
  const { body: keys } = await call('GET', '/submission-api/.well-known/jwks.json');
  assert.ok(keys.keys.length > 0);

  const wrong = await answerTo(await send(judge, { hash: '0'.repeat(128) }));
  assert.equal(wrong.verb, 'reject-submission');
  assert.deepEqual(wrong.problems.map(slugOf), ['hash-mismatch']);

  const refused = await answerTo(await send(rejects));
  assert.equal(refused.verb, 'reject-submission');
});

test('where nobody answers, whoever tests is the subscriber', { skip: walk.skip }, async () => {
  const sent = await send(silent);
  // Not even what nobody can open is answered for them.
  const unreadable = await send(silent, { otherKey: fit.makeKey('enc') });
  await answerTo(await send(judge));
  for (const { submissionId } of [sent, unreadable]) {
    const { events } = await story(submissionId);
    assert.ok(!events.some(({ event }) => /accept|reject/.test(event)));
  }
  const subscriber = await fit.fetchToken(sandbox.origin, sandbox.clients.subscriber);
  const waiting = await call('GET', `/submission-api/v2/submissions?destinationId=${silent}`, { token: subscriber });
  assert.ok(waiting.body.submissions.some(({ submissionId }) => submissionId === sent.submissionId));
});

test('a reply goes to the sender, who answers with a key of its own', { skip: walk.skip }, async () => {
  const { submissionId, caseId } = await send(silent);
  const subscriber = await fit.fetchToken(sandbox.origin, sandbox.clients.subscriber);
  const announced = await call('POST', '/submission-api/v2/replies', { token: subscriber,
    json: { caseId, submissionId, destinationId: silent, announcedAttachments: [] } });
  assert.equal(announced.status, 201, JSON.stringify(announced.body));
  const { replyId } = announced.body;
  const mailbox = fit.makeKey('enc');
  const content = await contentFor(mailbox);
  const submitted = await call('PUT', `/submission-api/v2/replies/${replyId}`, { token: subscriber, json: content });
  assert.ok(submitted.status < 300, JSON.stringify(submitted.body));
  const { body: list } = await call('GET', '/submission-api/v2/replies');
  assert.ok(list.replies.some((waiting) => waiting.replyId === replyId));
  const { body: reply } = await call('GET', `/submission-api/v2/replies/${replyId}`);
  assert.equal(reply.encryptedData, content.encryptedData);
  const keyOf = (name) => {
    const jwk = JSON.parse(readFileSync(join(files, name), 'utf8'));
    return { kid: jwk.kid, private: jwk };
  };
  const answer = async (key) => call('POST', `/submission-api/v2/cases/${caseId}/events`, { type: 'application/jose',
    body: await fit.signEvent('accept-reply', { subject: `reply:${replyId}`, caseId, key, issuer: sandbox.clients.sender.client_id,
      content: { authenticationTags: { metadata: fit.tagOf(reply.encryptedMetadata), data: fit.tagOf(reply.encryptedData) } } }) });
  assert.equal((await answer(keyOf('insecure-signing-key.json'))).status, 422, 'a key of the destination');
  const accepted = await answer(keyOf('insecure-sender-key.json'));
  assert.equal(accepted.status, 204, JSON.stringify(accepted.body));
  const again = await answer(keyOf('insecure-sender-key.json'));
  assert.equal(again.status, 409, 'answered once');
});

test('every failure can be ordered', { skip: walk.skip }, async () => {
  const path = `/submission-api/v2/destinations/${judge}`;
  await order('server-error', judge, { status: 502, on: 'load-destination' });
  assert.equal((await call('GET', path)).status, 502);
  assert.equal((await call('GET', path)).status, 200, 'for one call alone');

  await order('too-many', judge, { retry_after_s: 7 });
  const many = await call('GET', path);
  assert.equal(many.status, 429);
  assert.equal(many.headers.get('Retry-After'), '7');

  await order('slow', judge, { delay_ms: 300 });
  const begun = performance.now();
  await call('GET', path);
  assert.ok(performance.now() - begun >= 295);

  const keyPath = `${path}/keys/insecure-sandbox-encryption-1`;
  const good = (await call('GET', keyPath)).body;
  await order('expired-key', judge);
  const expired = (await call('GET', keyPath)).body;
  assert.equal(expired.n, good.n);
  assert.notDeepEqual(expired.x5c, good.x5c);

  const sent = await send(judge);
  await answerTo(sent); // or it would take the rejection that is ordered below
  const { caseId } = sent;
  const keys = (await call('GET', '/submission-api/.well-known/jwks.json')).body;
  const log = async () => (await call('GET', `/submission-api/v2/cases/${caseId}/events`)).body.eventLog
    .filter((one) => !/accept/.test(Buffer.from(one.split('.')[1], 'base64url')));
  await fit.readLog(await log(), keys);
  await order('wrong-signature', judge);
  const spoilt = await log();
  await assert.rejects(fit.readLog(spoilt, keys), /signature verification failed/);
  await fit.readLog(await log(), keys);

  await order('reject', judge, { problem: {
    type: 'https://schema.fitko.de/fit-connect/events/problems/syntax-violation',
    title: 'Syntax violation', detail: 'as ordered', instance: 'data' } });
  const rejected = await answerTo(await send(judge));
  assert.equal(rejected.verb, 'reject-submission');
  assert.deepEqual(rejected.problems.map(({ detail }) => detail), ['as ordered']);
  assert.equal((await answerTo(await send(judge))).verb, 'accept-submission');
});

test('callbacks come signed, or are lost on order', { skip: walk.skip }, async () => {
  const calls = [];
  const secret = randomUUID() + randomUUID();
  const receiver = http.createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      calls.push({ body, headers: request.headers });
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  try {
    const callback = { url: `http://127.0.0.1:${receiver.address().port}/`, secret };
    await order('lost-callback', judge, { calls: undefined });
    const lost = await send(judge, { callback });
    await answerTo(lost);
    for (let tries = 0; tries < 200; ++tries) {
      const told = await story(lost.submissionId);
      if (told.calls.some(({ path, ordered }) => /callback/.test(path) && /lost-callback/.test(ordered))) break;
      assert.ok(tries < 199, 'the trace tells of the lost callback');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(calls.length, 0);
    await call('DELETE', '/sandbox/switches');

    const told = await send(judge, { callback });
    for (let tries = 0; tries < 200 && calls.length === 0; ++tries) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.ok(calls.length > 0, 'the callback came');
    const { body, headers } = calls[0];
    assert.match(body, new RegExp(told.submissionId));
    const expected = createHmac('sha512', secret).update(`${headers['callback-timestamp']}.${body}`).digest('hex');
    assert.equal(headers['callback-authentication'], expected);
  } finally {
    receiver.close();
  }
});

test('the trace says what to change, in the shell too', { skip: walk.skip }, async () => {
  const { caseId, submissionId } = await send(judge);
  const refused = await call('PUT', `/submission-api/v2/submissions/${submissionId}`, { json: {
    encryptedMetadata: 'a.b', encryptedData: 'a.b' } });
  assert.ok(refused.status >= 400);
  const shell = await walk.gordion('trace', caseId, `--url=${sandbox.origin}`);
  assert.equal(shell.status, 1, 'something failed');
  assert.match(shell.out, /FAIL .+: .+/);
  const unknown = await walk.gordion('trace', randomUUID(), `--url=${sandbox.origin}`);
  assert.equal(unknown.status, 2);
  const page = await call('GET', `/sandbox/aufrufe/${submissionId}`);
  assert.equal(page.status, 200);
  assert.match(page.body, /nicht erfüllt/);
  assert.match(page.body, /<svg/);
});

test('the trace tells of what the HTTP server itself refuses, under the number that the answer names', { skip: walk.skip }, async () => {
  const sent = await send(judge);
  const { submissionId } = sent;
  await answerTo(sent);
  const refused = await call('POST', `/submission-api/v1/submissions/${submissionId}/nowhere`, { json: { more: 'x'.repeat(2 ** 20 + 1) } });
  assert.equal(refused.status, 413);
  const number = refused.body.instance.match(/^urn:request:(.{8,})$/)[1];
  const call413 = (await story(submissionId)).calls.find(({ status }) => status === 413);
  assert.equal(call413?.id, number);
  assert.deepEqual(call413.checks.filter(({ outcome }) => outcome === 'fail').map(({ name }) => name), ['http.body_too_large']);
});

test('a recording becomes a report without secrets', { skip: walk.skip }, async () => {
  const begun = await walk.gordion('trace', '--record=Ticket 4711', `--url=${sandbox.origin}`);
  assert.equal(begun.status, 0, begun.err);
  const id = begun.out.trim();
  const sent = await send(judge);
  await answerTo(sent);
  assert.equal((await walk.gordion('trace', `--end=${id}`, `--url=${sandbox.origin}`)).status, 0);
  await send(judge);
  const into = join(folder, 'ticket');
  const saved = await walk.gordion('trace', `--report=${into}`, `--recording=${id}`, `--url=${sandbox.origin}`);
  assert.equal(saved.status, 0, saved.err);
  const json = readFileSync(join(into, 'gordion-sandbox-report.json'), 'utf8');
  const html = readFileSync(join(into, 'gordion-sandbox-report.html'), 'utf8');
  const told = JSON.parse(json);
  assert.equal(told.name, 'Ticket 4711');
  assert.equal(told.summary.submissions, 1);
  assert.ok(told.logs[0].events.some(({ event }) => /accept-submission/.test(event)));
  for (const text of [json, html]) {
    assert.ok(!text.includes(token) && !text.includes(sandbox.clients.sender.client_secret));
    assert.ok(text.includes(sent.submissionId));
  }
  assert.ok(!/(src|href)="http/.test(html), 'one file that needs nothing else');
});

test('the official OpenAPI files find nothing in a walk through v1', { skip: walk.skip || prism.skip }, async () => {
  const judge = await prism.judgeSubmissions(sandbox.origin);
  const routing = await prism.judgeRouting(sandbox.origin);
  const subscriber = await fit.fetchToken(sandbox.origin, sandbox.clients.subscriber);
  await routing.send(200, 'GET', `/routes?ars=${walk.groede}&leikaKey=99102013104000`);
  await routing.send(200, 'GET', '/areas?areaSearchexpression=Pellworm');
  await judge.send(200, 'GET', '/v1/info');
  const keys = (await judge.send(200, 'GET', '/.well-known/jwks.json')).body;
  const target = (await judge.send(200, 'GET', `/v1/destinations/${silent}`, { token })).body;
  const key = (await judge.send(200, 'GET', `/v1/destinations/${silent}/keys/${target.encryptionKid}`, { token })).body;
  const { body: made } = await judge.send(201, 'POST', '/v1/submissions', { token, json: {
    destinationId: silent, announcedAttachments: [],
    serviceType: { identifier: target.services[0].identifier, name: 'Sandbox' } } });
  const path = `/v1/submissions/${made.submissionId}`;
  const content = await contentFor({ kid: key.kid, public: key });
  await judge.send(202, 'PUT', path, { token, json: content });
  await judge.send(200, 'GET', `/v1/submissions?destinationId=${silent}`, { token: subscriber });
  await judge.send(200, 'GET', path, { token: subscriber });
  const log = `/v1/cases/${made.caseId}/events`;
  const before = await judge.send(200, 'GET', log, { token });
  assert.equal((await fit.readLog(before.body.eventLog, keys)).length, 3);
  assert.deepEqual(judge.found(), []);
  assert.deepEqual(routing.found(), []);
});

test('it ends with a report and leaves nothing else behind', { skip: walk.skip }, async () => {
  child.kill('SIGTERM');
  const [status] = await once(child, 'exit');
  assert.equal(status, 0);
  const told = JSON.parse(readFileSync(join(report, 'gordion-sandbox-report.json'), 'utf8'));
  assert.ok(told.summary.calls > 20);
});

test('wrong words are refused', { skip: walk.skip }, async () => {
  for (const words of [['--port=0'], ['--port=99999'], ['--bind=0.0.0.0', '--port=8199'],
    ['--port=8199', '--keep=/proc/nothing']]) {
    const refused = await walk.gordion('sandbox', ...words);
    assert.equal(refused.status, 2, words.join(' '));
    assert.match(refused.err, /sandbox|listen|port/i);
  }
});

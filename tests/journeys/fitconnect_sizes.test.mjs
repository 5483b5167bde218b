// SPDX-License-Identifier: EUPL-1.2
// Attachments stream through `gordion sandbox` without being held in memory, up to the bound and
// not a byte further, and whatever breaks off leaves nothing on disk. Always with 48 MB; at real
// size (500,000,000 bytes, a few minutes and as much disk) only with GORDION_SLOW_TESTS=1. The
// destination is one of our own, at which the sandbox's subscriber does not look: it would fetch.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import * as walk from './support.mjs';

const most = 500_000_000; // Settings::attachment_bytes, as the real service has it
const mostMemory = 150e6;
const isSlow = process.env.GORDION_SLOW_TESTS === '1';
const folder = walk.makeFolder();
const kept = join(folder, 'kept');
const port = await walk.freePort();
const jose = 'application/jose';
let sandbox;
let child;
let tokens;
let key;
let destination;

async function startSandbox() {
  child = spawn(walk.binary, ['sandbox', `--port=${port}`, '--json', `--keep=${kept}`],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const piece of child.stdout) {
    said += piece;
    if (said.includes('\n')) break;
  }
  sandbox = JSON.parse(said);
  tokens = {};
  for (const name of ['sender', 'manager']) {
    tokens[name] = await fit.fetchToken(sandbox.origin, sandbox.clients[name]);
  }
}

const call = (method, path, asked = {}) => fit.call(sandbox.origin, method, path, { token: tokens.sender, ...asked });

before(async () => {
  if (walk.skip) return;
  await startSandbox();
  key = fit.makeKey('enc');
  const token = tokens.manager;
  const made = await call('POST', '/destination-api/v1/destinations', { token, json: fit.newDestination(key, fit.makeKey('sig')) });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  destination = made.body.destinationId;
  const active = await call('PATCH', `/destination-api/v1/destinations/${destination}`, { token, json: { status: 'active' } });
  assert.equal(active.status, 200, JSON.stringify(active.body));
});

after(() => {
  child?.kill('SIGKILL');
  walk.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

/** What lies in the blob folder, finished or half written. */
function blobs() {
  const place = join(kept, 'blobs');
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function until(what, holds) {
  for (let tries = 0; tries < 400; ++tries) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(what);
}

/** The most that the server ever had in memory. */
function peakMemory() {
  return Number(readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/^VmHWM:\s+(\d+) kB$/m)[1]) * 1024;
}

const announce = (attachments) => call('POST', '/submission-api/v2/submissions', { json: {
  destinationId: destination, announcedAttachments: attachments, publicService: { identifier: fit.service, name: 'Sandbox' } } });

async function announceOne() {
  const attachment = randomUUID();
  const made = await announce([attachment]);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const path = `/submission-api/v2/submissions/${made.body.submissionId}`;
  return { path, upload: `${path}/attachments/${attachment}` };
}

/** Something with the head and tag of a real JWE and exactly so many bytes. */
async function* piecesOf(bytes) {
  const [header, wrapped, iv, , tag] = (await fit.encrypt('x', key, 'text/plain')).split('.');
  const head = [header, wrapped, iv, ''].join('.');
  const piece = Buffer.alloc(256 * 1024, 'Gordion_');
  yield Buffer.from(head);
  for (let left = bytes - head.length - tag.length - 1; left > 0; left -= piece.length) {
    yield left < piece.length ? piece.subarray(0, left) : piece;
  }
  yield Buffer.from(`.${tag}`);
}

function begin(path, length) {
  return http.request(sandbox.origin + path, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${tokens.sender}`, 'Content-Type': jose,
      ...(length !== undefined && { 'Content-Length': length }) },
  });
}

async function bodyOf(response) {
  let text = '';
  for await (const piece of response) text += piece;
  return text && JSON.parse(text);
}

/** The answer to a whole upload; `length` absent: in chunks, so that nobody knows how much comes. */
async function upload(path, bytes, length) {
  const request = begin(path, length);
  const source = Readable.from(piecesOf(bytes), { objectMode: false });
  const answered = new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject); // after the answer nobody listens to it
  });
  source.pipe(request);
  const response = await answered;
  source.unpipe(request);
  source.destroy();
  const body = await bodyOf(response);
  request.destroy();
  return { status: response.statusCode, body };
}

async function bringThrough(bytes, length) {
  const before = new Set(blobs());
  const { path, upload: to } = await announceOne();
  const sent = await upload(to, bytes, length);
  assert.equal(sent.status, 204, JSON.stringify(sent.body));
  const added = blobs().filter((name) => !before.has(name));
  assert.deepEqual(added.map((name) => statSync(join(kept, 'blobs', name)).size), [bytes]);
  const submitted = await call('PUT', path, { json: {
    encryptedMetadata: await fit.encrypt('{}', key), encryptedData: await fit.encrypt('{}', key) } });
  assert.equal(submitted.status, 200, JSON.stringify(submitted.body));
  assert.ok(peakMemory() < mostMemory, `the server had ${Math.round(peakMemory() / 1e6)} MB in memory`);
}

async function refuse(bytes, length) {
  const before = blobs();
  const { upload: to } = await announceOne();
  const refused = await upload(to, bytes, length);
  assert.equal(refused.status, 413, JSON.stringify(refused.body));
  await until('nothing of it stays', () => blobs().length === before.length);
  assert.ok(peakMemory() < mostMemory, `the server had ${Math.round(peakMemory() / 1e6)} MB in memory`);
}

describe('attachments are bounded, streamed, and never half there', { skip: walk.skip }, () => {
  test('what is announced has at most a hundred attachments', async () => {
    const ids = Array.from({ length: 101 }, () => randomUUID());
    const refused = await announce(ids);
    assert.equal(refused.status, 413, JSON.stringify(refused.body));
    assert.equal((await announce(ids.slice(1))).status, 201);
    assert.equal((await announce([...ids.slice(1), ids[1]])).status, 201, 'one named twice is one');
  });

  test('48 MB come through, with their length told and in chunks', async () => {
    await bringThrough(48_000_000, 48_000_000);
    await bringThrough(48_000_000);
  });

  test('a byte too many is refused before it is sent', async () => {
    const { upload: to } = await announceOne();
    const request = begin(to, most + 1);
    request.flushHeaders();
    const [response] = await once(request, 'response');
    assert.equal(response.statusCode, 413);
    assert.match((await bodyOf(response)).type, /problems/);
    request.on('error', () => {}).destroy();
    assert.ok(blobs().every((name) => !name.endsWith('.partial')));
  });

  test('an upload that breaks off leaves nothing', async () => {
    const before = blobs().length;
    const { path, upload: to } = await announceOne();
    for (const length of [48_000_000, undefined]) {
      const request = begin(to, length).on('error', () => {});
      for await (const piece of piecesOf(8_000_000)) {
        if (!request.write(piece)) await once(request, 'drain');
      }
      await until('the upload is on its way to disk', () => blobs().length === before + 1);
      request.destroy();
      await until('nothing of it stays', () => blobs().length === before);
    }
    const submitted = await call('PUT', path, { json: {
      encryptedMetadata: await fit.encrypt('{}', key), encryptedData: await fit.encrypt('{}', key) } });
    assert.equal(submitted.status, 422);
  });

  test('a server that is killed in the middle sweeps at its next start', async () => {
    const before = blobs().length;
    const { upload: to } = await announceOne();
    const request = begin(to, 48_000_000).on('error', () => {});
    for await (const piece of piecesOf(8_000_000)) {
      if (!request.write(piece)) await once(request, 'drain');
    }
    await until('the upload is on its way to disk', () => blobs().length === before + 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await startSandbox();
    await until('nothing of it stays', () => blobs().length === before);
    const again = await upload(to, 1_000_000, 1_000_000);
    assert.equal(again.status, 204, 'what was announced is still there');
  });
});

describe('attachments of real size', { skip: walk.skip || (isSlow ? false : 'only with GORDION_SLOW_TESTS=1') }, () => {
  const limit = { timeout: 900_000 };

  test('500,000,000 bytes come through', limit, () => bringThrough(most, most));

  test('one byte more is refused, although nobody said how much would come', limit, () => refuse(most + 1));

  test('so it is where the length is told', limit, () => refuse(most + 1, most + 1));
});

// SPDX-License-Identifier: EUPL-1.2
// The delivery server is killed (SIGKILL) while attachments stream in and while its deletion
// periods end: a day of the periods lasts a second, so that both happen all the time. After each
// restart every event log is a way through the transition table that contains what was
// acknowledged, what is there is there with all its bytes, and what is deleted is gone. At the end
// no file is left that nothing names, once the sweep was asked to remove them.
// Longer: GORDION_STATES_SECONDS=600 node --test tests/journeys/fitconnect_kills.test.mjs
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import { CutOff, inOwnSchema, KilledWorker, postgresIsMissing } from './fitconnect_killing.mjs';
import * as walk from './support.mjs';

after(walk.cleanUp);

const seconds = Number(process.env.GORDION_STATES_SECONDS ?? 4);
const workers = 6;
const type = 'application/jose';
const daySeconds = 1;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The ways of a submission; "delete" may follow after create, accept and reject. */
const next = {
  '': ['create'], create: ['submit', 'delete'], submit: ['notify'], notify: ['accept', 'reject'],
  accept: ['delete'], reject: ['delete'], delete: [],
};

class Matter {
  constructor(fields) {
    Object.assign(this, { files: new Map(), acknowledged: ['create'], tried: [], made: Date.now(), ...fields });
  }
}

/** A body in small pieces, so that a kill meets it half way. */
async function putSlowly(world, path, body) {
  const { hostname, port } = new URL(world.url);
  const request = http.request({ hostname, port, path, method: 'PUT', headers: {
    Authorization: `Bearer ${world.tokens.sender}`, 'Content-Type': type, 'Content-Length': body.length } });
  const answered = once(request, 'response').then(([response]) => response);
  const failed = answered.then(() => undefined);
  failed.catch(() => {});
  try {
    for (let at = 0; at < body.length; at += 64 * 1024) {
      request.write(body.subarray(at, at + 64 * 1024));
      await Promise.race([pause(2), failed]);
    }
    request.end();
    const response = await answered;
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  } catch (problem) {
    request.destroy();
    throw new CutOff(problem.message);
  }
}

class Worker extends KilledWorker {
  constructor(world) {
    super(world);
    this.streamsCut = 0;
  }

  async call(who, method, path, asked) {
    try {
      return await fit.call(this.world.url, method, path, { token: this.world.tokens[who], ...asked });
    } catch (problem) {
      throw new CutOff(problem.message);
    }
  }

  async step() {
    const { world } = this;
    const announced = Array.from({ length: 1 + Math.floor(Math.random() * 2) }, () => randomUUID());
    const answer = await this.call('sender', 'POST', '/v2/submissions', { json: {
      destinationId: world.who.destination, announcedAttachments: announced,
      publicService: { identifier: fit.service, name: 'Hundesteuer' } } });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const matter = new Matter({ id: answer.body.submissionId, caseId: answer.body.caseId, announced });
    this.matters.push(matter);
    for (const id of announced) {
      // In one of three the file is large.
      const body = world.jweOf(Math.random() < 0.3 ? 1_500_000 : 2_000);
      matter.tried.push('upload');
      let status;
      try {
        status = await putSlowly(world, `/v2/submissions/${matter.id}/attachments/${id}`, body);
      } catch (problem) {
        this.streamsCut += 1;
        throw problem;
      }
      if (this.isOver(matter, status)) return;
      assert.equal(status, 204);
      matter.files.set(id, sha256(body));
    }
    // Half of them stay as they are, and their period ends.
    if (Math.random() < 0.5) return;
    matter.content = world.content;
    matter.tried.push('submit');
    const submitted = await this.call('sender', 'PUT', `/v2/submissions/${matter.id}`, { json: matter.content });
    if (this.isOver(matter, submitted.status)) return;
    assert.equal(submitted.status, 200, JSON.stringify(submitted.body));
    matter.acknowledged.push('submit', 'notify');
    if (Math.random() < 0.3) return;
    const tags = { metadata: fit.tagOf(matter.content.encryptedMetadata), data: fit.tagOf(matter.content.encryptedData),
      attachments: Object.fromEntries(announced.map((id) => [id, world.tag])) };
    const body = await fit.signEvent('accept-submission', { subject: `submission:${matter.id}`, caseId: matter.caseId,
      issuer: world.who.destination, key: world.who.signature, content: { authenticationTags: tags } });
    matter.tried.push('accept');
    const accepted = await this.call('subscriber', 'POST', `/v2/cases/${matter.caseId}/events`, { body, type });
    if ([409, 422].includes(accepted.status) && Date.now() - matter.made > 13_000 * daySeconds) return;
    assert.equal(accepted.status, 204, JSON.stringify(accepted.body));
    matter.acknowledged.push('accept');
  }

  /** Its period ended while it was still being sent. */
  isOver(matter, status) {
    return status === 404 && Date.now() - matter.made >= 1000 * daySeconds && !matter.acknowledged.includes('submit');
  }

  async check(matter) {
    const log = await this.call('sender', 'GET', `/v2/cases/${matter.caseId}/events?limit=500`);
    const verbs = log.status === 200
      ? (await fit.readEvents(log.body.eventLog, this.world.keySet)).map(({ verb }) => verb.replace('-submission', '')) : [];
    const told = `${matter.id}: ${verbs} (acknowledged ${matter.acknowledged}, tried ${matter.tried})`;
    assert.equal(log.status, 200, told);
    verbs.reduce((before, verb) => {
      assert.ok(next[before].includes(verb), `${verb} after ${before}: ${told}`);
      return verb;
    }, '');
    assert.deepEqual(verbs.filter((verb) => matter.acknowledged.includes(verb)), matter.acknowledged, told);
    const last = verbs.at(-1);
    const fetched = await this.call('subscriber', 'GET', `/v2/submissions/${matter.id}`);
    if (last === 'notify') {
      // Between the two calls its period may end.
      if (fetched.status === 404 && Date.now() - matter.made > 13_000 * daySeconds) return last;
      assert.equal(fetched.status, 200, told);
      assert.equal(fetched.body.encryptedData, this.world.content.encryptedData, told);
      assert.deepEqual([...fetched.body.attachments].sort(), [...matter.announced].sort(), told);
      for (const id of matter.announced) {
        const file = await this.call('subscriber', 'GET', `/v2/submissions/${matter.id}/attachments/${id}`);
        if (file.status === 404 && Date.now() - matter.made > 13_000 * daySeconds) return last;
        assert.equal(file.status, 200, `${id}: ${told}`);
        if (matter.files.has(id)) assert.equal(sha256(file.body), matter.files.get(id), `another file ${id}: ${told}`);
      }
    } else {
      assert.equal(fetched.status, 404, told);
    }
    return last;
  }
}

async function makeWorld(settings) {
  const place = await fit.prepare({ ...settings, settings: `day_seconds = ${daySeconds}` });
  const server = await fit.start(place);
  const who = await fit.furnish(place, server.url);
  const tokens = {};
  for (const name of ['sender', 'subscriber']) tokens[name] = await fit.fetchToken(server.url, who[name]);
  const { keys } = (await fit.call(server.url, 'GET', '/.well-known/jwks.json')).body;
  const content = { encryptedMetadata: await fit.encrypt('{}', who.encryption),
    encryptedData: await fit.encrypt('{"name":"Bello"}', who.encryption) };
  // Only the shape of a file's JWE is the server's to judge; making each anew would take the time.
  const [header, key, iv] = (await fit.encrypt('x', who.encryption, 'text/plain')).split('.');
  const tag = randomBytes(16).toString('base64url');
  const jweOf = (size) => Buffer.from(`${header}.${key}.${iv}.${randomBytes(size).toString('base64url')}.${tag}`);
  await server.stop();
  return { place, who, tokens, content, tag, jweOf, keySet: { keys: [...keys, who.signature.public] }, isOver: false };
}

const blobsOf = (place) => readdirSync(join(place.data, 'blobs'));

async function sweep(place, ...words) {
  const done = await walk.gordion('blob', 'sweep', '--grace-days=0', ...words, ...place.words);
  assert.equal(done.status, 0, done.out + done.err);
  return Number(done.out.match(/^(\d+) blobs/m)[1]);
}

/** What a kill left behind is found, and nothing else is. */
async function sweepAndCompare(world, programs) {
  const before = blobsOf(world.place).filter((name) => !name.endsWith('.partial')).length;
  const orphans = await sweep(world.place);
  assert.equal(blobsOf(world.place).filter((name) => !name.endsWith('.partial')).length, before, 'only shown');
  assert.equal(await sweep(world.place, '--remove'), orphans);
  const left = blobsOf(world.place);
  assert.equal(left.length, before - orphans, 'what was begun only is gone too');
  assert.equal(await sweep(world.place), 0);
  const server = await fit.start(world.place);
  world.url = server.url;
  for (const program of programs) {
    for (const matter of program.matters.slice(-30)) await program.check(matter);
  }
  await server.stop();
  return orphans;
}

async function killAndCompare(context, settings) {
  const world = await makeWorld(settings);
  const programs = Array.from({ length: workers }, () => new Worker(world));
  let kills = 0;
  for (const end = Date.now() + seconds * 1000; Date.now() < end || kills < 4; ++kills) {
    const server = await fit.start(world.place);
    world.url = server.url;
    if (kills > 0) {
      await Promise.all(programs.map(async (program) => {
        for (const matter of program.matters.slice(-6)) await program.check(matter);
      }));
    }
    const working = Promise.all(programs.map((program) => program.workUntilKilled()));
    await Promise.race([pause(100 + Math.random() * 900), working]);
    await server.kill();
    await working;
  }
  const server = await fit.start(world.place);
  world.url = server.url;
  const ends = {};
  await Promise.all(programs.map(async (program) => {
    for (const matter of program.matters) {
      const last = await program.check(matter);
      ends[last] = (ends[last] ?? 0) + 1;
    }
  }));
  await server.stop();
  const orphans = await sweepAndCompare(world, programs);
  const sum = (name) => programs.reduce((all, program) => all + program[name], 0);
  assert.ok((ends.delete ?? 0) > 0, 'periods ended meanwhile');
  assert.ok(sum('cutOff') > 0, 'calls were cut off');
  context.diagnostic(`${kills} kills, ${programs.flatMap(({ matters }) => matters).length} submissions, which ended with `
    + `${JSON.stringify(ends)}; ${sum('cutOff')} calls cut off, of which ${sum('streamsCut')} while a file came; ${orphans} files swept`);
}

const limit = { timeout: (seconds * 3 + 180) * 1000 };

describe('the delivery server is killed while files stream in and periods end', { skip: walk.skip }, () => {
  test('on SQLite nothing is lost, half done or left lying', limit, (context) => killAndCompare(context, {}));

  test('on PostgreSQL nothing is lost, half done or left lying', {
    ...limit, skip: postgresIsMissing }, (context) => inOwnSchema('fit_kills', (settings) => killAndCompare(context, settings)));
});

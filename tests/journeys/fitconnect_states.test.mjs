// SPDX-License-Identifier: EUPL-1.2
// Senders and subscribers do what they like, right and wrong, while the delivery server is killed
// (SIGKILL) again and again. Every answer is compared with a model of the transition table; after
// each restart nothing that was acknowledged is missing, and what was cut off happened wholly or
// not at all. Longer: GORDION_STATES_SECONDS=600 node --test tests/journeys/fitconnect_states.test.mjs
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, test } from 'node:test';

import * as fit from './fitconnect.mjs';
import { CutOff, inOwnSchema, KilledWorker, postgresIsMissing } from './fitconnect_killing.mjs';
import * as prism from './prism.mjs';
import * as walk from './support.mjs';

after(() => {
  prism.stopAll();
  walk.cleanUp();
});

const seconds = Number(process.env.GORDION_STATES_SECONDS ?? 4);
const seed = Number(process.env.GORDION_STATES_SEED ?? Date.now() % 1_000_000_007);
const workers = 4;
const judgedSteps = 25;
const type = 'application/jose';

// mulberry32: small, and the same everywhere.
function randomFrom(start) {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A submission or reply as it has to be. `maybe` is what was cut off: it happened or it did not. */
class Matter {
  constructor(kind, version, fields) {
    Object.assign(this, { kind, version, state: 'incomplete', uploaded: new Map(), log: [`create-${kind}`],
      maybe: undefined, history: [], ...fields });
  }
  get path() {
    return `/v${this.version}/${this.kind === 'reply' ? 'replies' : 'submissions'}/${this.id}`;
  }
  get subject() {
    return `${this.kind}:${this.id}`;
  }
  isComplete() {
    return this.announced.every((id) => this.uploaded.has(id));
  }
  become(state) {
    this.state = state;
    this.log.push(...({ submitted: [`submit-${this.kind}`, `notify-${this.kind}`],
      accepted: [`accept-${this.kind}`], rejected: [`reject-${this.kind}`] })[state]);
  }
}

/** One program that uses the server; what it has is its own, so its model is a sequence. */
class Worker extends KilledWorker {
  constructor(world, random) {
    super(world);
    this.random = random;
  }

  pick(list) {
    return list[this.random(list.length)];
  }

  async call(matter, what, who, method, path, asked) {
    matter?.history.push(what);
    const judge = path.startsWith('/v1/') ? this.world.judge : undefined;
    try {
      const answer = await fit.call(judge?.url ?? this.world.url, method, path, { token: this.world.tokens[who], ...asked });
      this.world.calls += 1;
      judge?.note(method, path, answer);
      return answer;
    } catch (problem) {
      if (problem instanceof assert.AssertionError) throw problem;
      throw new CutOff(what);
    }
  }

  expect(matter, answer, ...statuses) {
    assert.ok(statuses.includes(answer.status), `${matter?.subject} (${matter?.state}) after `
      + `${matter?.history.slice(-8).join(', ')}: ${answer.status}, not ${statuses}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** Does it, or notes that it may have happened. */
  async deed(matter, what, apply, run) {
    matter.maybe = { what, apply };
    const answer = await run();
    matter.maybe = undefined;
    if (answer.status < 300) apply();
    return answer;
  }

  async announce() {
    const version = 1 + this.random(2);
    const announced = Array.from({ length: this.random(3) }, () => randomUUID());
    const described = { identifier: fit.service, name: 'Hundesteuer' };
    const answer = this.expect(undefined, await this.call(undefined, 'announce', 'sender', 'POST', `/v${version}/submissions`, {
      json: { destinationId: this.world.who.destination, announcedAttachments: announced,
        [version === 1 ? 'serviceType' : 'publicService']: described } }), 201);
    this.matters.push(new Matter('submission', version, { id: answer.body.submissionId, caseId: answer.body.caseId, announced }));
  }

  async announceReply(of) {
    const announced = Array.from({ length: this.random(2) }, () => randomUUID());
    const answer = await this.call(of, 'announce reply', 'subscriber', 'POST', '/v2/replies', {
      json: { caseId: of.caseId, destinationId: this.world.who.destination, submissionId: of.id, announcedAttachments: announced } });
    if (of.log.length < 3) return this.expect(of, answer, 404);
    this.expect(of, answer, 201);
    return this.matters.push(new Matter('reply', 2, { id: answer.body.replyId, caseId: of.caseId, announced }));
  }

  author(matter) {
    return matter.kind === 'reply' ? 'subscriber' : 'sender';
  }
  receiver(matter) {
    return matter.kind === 'reply' ? 'sender' : 'subscriber';
  }

  async upload(matter) {
    const isKnown = matter.announced.length > 0 && this.random(8) > 0;
    const id = isKnown ? this.pick(matter.announced) : randomUUID();
    const body = await fit.encrypt(`file ${randomUUID()}`, this.world.who.encryption, 'text/plain');
    matter.upload = { id, body };
    const answer = await this.deed(matter, 'upload', () => matter.uploaded.set(id, body), () =>
      this.call(matter, 'upload', this.author(matter), 'PUT', `${matter.path}/attachments/${id}`, { body, type }));
    return this.expect(matter, answer, isKnown && matter.state === 'incomplete' ? 204 : 422);
  }

  async submit(matter) {
    const { encryption } = this.world.who;
    const isRepeated = matter.content !== undefined && this.random(2) > 0;
    const content = isRepeated ? matter.content : {
      encryptedMetadata: await fit.encrypt('{}', encryption),
      encryptedData: await fit.encrypt(JSON.stringify({ name: randomUUID() }), encryption) };
    const before = matter.state;
    const isSame = before === 'submitted' && isRepeated;
    const answer = await this.deed(matter, 'submit', () => {
      matter.content = content;
      if (matter.state === 'incomplete') matter.become('submitted');
    }, () => this.call(matter, 'submit', this.author(matter), 'PUT', matter.path, { json: content }));
    const works = isSame || (before === 'incomplete' && matter.isComplete());
    return this.expect(matter, answer, works ? (matter.version === 1 ? 202 : 200) : 422);
  }

  async fetch(matter) {
    const answer = await this.call(matter, 'fetch', this.receiver(matter), 'GET', matter.path);
    if (matter.state !== 'submitted') return this.expect(matter, answer, 404);
    this.expect(matter, answer, 200);
    assert.equal(answer.body.encryptedData, matter.content.encryptedData, `${matter.subject}: another content`);
    assert.deepEqual([...answer.body.attachments].sort(), [...matter.announced].sort());
    for (const id of matter.announced) {
      const file = await this.call(matter, 'fetch file', this.receiver(matter), 'GET', `${matter.path}/attachments/${id}`);
      assert.equal(this.expect(matter, file, 200).body, matter.uploaded.get(id), `${matter.subject}: another file`);
    }
    return answer;
  }

  /** Accepts or rejects; sometimes with what the tags of another content would be. */
  async judge(matter) {
    const isReply = matter.kind === 'reply';
    const verb = this.pick(['accept', 'reject']);
    const isWrong = this.random(5) === 0 && verb === 'accept';
    const { encryptedMetadata = 'a.b.c.d.ZWluIGZhbHNjaGVyIHRhZw', encryptedData = encryptedMetadata } = matter.content ?? {};
    const authenticationTags = { metadata: fit.tagOf(isWrong ? `a.b.c.d.${'A'.repeat(22)}` : encryptedMetadata), data: fit.tagOf(encryptedData),
      ...(matter.announced.length > 0 && { attachments: Object.fromEntries(matter.announced
        .filter((id) => matter.uploaded.has(id)).map((id) => [id, fit.tagOf(matter.uploaded.get(id))])) }) };
    const problems = [{ type: 'https://schema.fitko.de/fit-connect/events/problems/technical-error', title: 'Error', detail: 'Error.', instance: 'submission' }];
    const body = await fit.signEvent(`${verb}-${matter.kind}`, { subject: matter.subject, caseId: matter.caseId,
      issuer: isReply ? this.world.who.sender.client_id : this.world.who.destination, key: this.world.who.signature,
      content: verb === 'accept' ? { authenticationTags } : { problems } });
    const before = matter.state;
    const answer = await this.deed(matter, verb, () => matter.become(`${verb}ed`), () =>
      this.call(matter, verb, this.receiver(matter), 'POST', `/v${matter.version}/cases/${matter.caseId}/events`, { body, type }));
    if (before === 'submitted') return this.expect(matter, answer, isWrong ? 422 : 204);
    return this.expect(matter, answer, 409, 422);
  }

  /** A destination that was never active goes at once, with everything of it. */
  async makeAndDeleteDestination() {
    const { encryption, signature } = this.world.who;
    const made = this.expect(undefined, await this.call(undefined, 'make destination', 'sender', 'POST',
      '/v1/destinations', { json: fit.newDestination(encryption, signature) }), 201);
    const path = `/v1/destinations/${made.body.destinationId}`;
    this.expect(undefined, await this.call(undefined, 'delete destination', 'sender', 'DELETE', path), 204);
    this.expect(undefined, await this.call(undefined, 'ask for it', 'sender', 'GET', path), 404);
  }

  async intrude(matter) {
    const answer = await this.pick([
      () => this.call(matter, 'stranger fetches', 'stranger', 'GET', matter.path),
      () => this.call(matter, 'stranger reads', 'stranger', 'GET', `/v1/cases/${matter.caseId}/events`),
      () => this.call(matter, 'author fetches', this.author(matter), 'GET', matter.path),
    ])();
    return this.expect(matter, answer, 403);
  }

  async eventsOf(matter) {
    const answer = this.expect(matter, await this.call(matter, 'read log', this.pick(['sender', 'subscriber']), 'GET',
      `/v1/cases/${matter.caseId}/events?limit=500`), 200);
    const said = await fit.readEvents(answer.body.eventLog, this.world.keySet);
    return said.filter(({ subject }) => subject === matter.subject).map(({ verb }) => verb);
  }

  async readLog(matter) {
    assert.deepEqual(await this.eventsOf(matter), matter.log, `${matter.subject} after ${matter.history.join(', ')}`);
  }

  /** What was cut off happened wholly or not at all; which of both, its log says. */
  async settle(matter) {
    const { what, apply } = matter.maybe;
    matter.maybe = undefined;
    if (what === 'upload') {
      if (matter.state !== 'incomplete' || !matter.announced.includes(matter.upload.id)) return;
      const { id, body } = matter.upload;
      this.expect(matter, await this.call(matter, 'upload again', this.author(matter), 'PUT', `${matter.path}/attachments/${id}`, { body, type }), 204);
      apply();
      return;
    }
    const said = await this.eventsOf(matter);
    if (said.length > matter.log.length) {
      apply();
      this.world.happened += 1;
    }
    assert.deepEqual(said, matter.log, `${matter.subject}: ${what} was cut off; ${matter.history.join(', ')}`);
  }

  async step() {
    const recent = this.matters.slice(-12);
    const open = recent.filter(({ state }) => state === 'incomplete' || state === 'submitted');
    const choice = this.random(20);
    if (recent.length === 0 || choice < 4) return this.announce();
    const matter = this.pick(open.length > 0 && choice < 17 ? open : recent);
    if (choice < 7) return this.upload(matter);
    if (choice < 11) return this.submit(matter);
    if (choice < 12) return this.fetch(matter);
    if (choice < 15) return this.judge(matter);
    if (choice < 16 && matter.kind === 'submission') return this.announceReply(matter);
    if (choice < 17) return this.intrude(matter);
    if (choice < 18 && this.random(4) === 0) return this.makeAndDeleteDestination();
    return this.readLog(matter);
  }

  /** After a restart: everything that was acknowledged is as it was. */
  async check(all) {
    for (const matter of this.matters) {
      if (matter.maybe) await this.settle(matter);
    }
    for (const matter of all ? this.matters : this.matters.slice(-8)) {
      await this.fetch(matter);
      await this.readLog(matter);
    }
  }
}

async function idsWaiting(world) {
  const ids = [];
  for (let total = 1; ids.length < total; ) {
    const page = await fit.call(world.url, 'GET', `/v2/submissions?limit=500&offset=${ids.length}`, { token: world.tokens.subscriber });
    assert.equal(page.status, 200);
    total = page.body.totalCount;
    ids.push(...page.body.submissions.map(({ submissionId }) => submissionId));
    if (page.body.submissions.length === 0) break;
  }
  return ids.sort();
}

async function checkAll(world, programs, all) {
  await Promise.all(programs.map((program) => program.check(all)));
  const expected = programs.flatMap(({ matters }) => matters)
    .filter(({ kind, state }) => kind === 'submission' && state === 'submitted').map(({ id }) => id).sort();
  assert.deepEqual(await idsWaiting(world), expected, 'what waits is what was submitted and not answered');
}

async function makeWorld(settings) {
  const place = await fit.prepare(settings);
  const server = await fit.start(place);
  const who = await fit.furnish(place, server.url, ['send:region:DE', 'create:destination',
    'https://schema.fitko.de/fit-connect/oauth/scopes/manage-destinations']);
  const stranger = await fit.addClient(place, 'Fremder', 'send:region:DE');
  const tokens = {};
  // Events about replies are signed with a key of a destination that the sender manages.
  const own = await fit.call(server.url, 'POST', '/v1/destinations', {
    token: await fit.fetchToken(server.url, who.sender), json: fit.newDestination(who.encryption, who.signature) });
  assert.equal(own.status, 201);
  for (const [name, client] of Object.entries({ sender: who.sender, subscriber: who.subscriber, stranger })) {
    tokens[name] = await fit.fetchToken(server.url, client);
  }
  const { keys } = (await fit.call(server.url, 'GET', '/.well-known/jwks.json')).body;
  await server.stop();
  return { place, who, tokens, keySet: { keys: [...keys, who.signature.public] }, calls: 0, happened: 0, isOver: false };
}

/** Nobody is killed any more, and Prism judges each answer of v1 by the official files. */
async function workJudged(context, world, programs) {
  if (prism.skip) return context.diagnostic(prism.skip);
  world.judge = await prism.judgeSubmissions(world.url);
  await Promise.all(programs.map(async (program) => {
    for (let steps = 0; steps < judgedSteps; ++steps) await program.step();
  }));
  await checkAll(world, programs, false);
  prism.assertNothingNew(world.judge);
  assert.ok(world.judge.calls > judgedSteps, 'enough was judged to mean something');
  return context.diagnostic(`${world.judge.calls} calls of v1 judged by the official files`);
}

async function killAndCompare(context, settings) {
  context.diagnostic(`GORDION_STATES_SEED=${seed}`);
  const random = randomFrom(seed);
  const world = await makeWorld(settings);
  const programs = Array.from({ length: workers }, () => new Worker(world, randomFrom(random(2 ** 31))));
  const count = (state) => programs.flatMap(({ matters }) => matters).filter((matter) => matter.state === state).length;
  // A machine with other work needs longer until enough happened to mean something.
  const isEnough = () => count('submitted') + count('accepted') + count('rejected') >= 10;
  let kills = 0;
  for (const end = Date.now() + seconds * 1000; Date.now() < end || kills < 3 || !isEnough(); ++kills) {
    const server = await fit.start(world.place);
    world.url = server.url;
    if (kills > 0) await checkAll(world, programs, false);
    const working = Promise.all(programs.map((program) => program.workUntilKilled()));
    await Promise.race([new Promise((resolve) => setTimeout(resolve, 30 + random(500))), working]);
    await server.kill();
    await working;
  }
  const server = await fit.start(world.place);
  world.url = server.url;
  await checkAll(world, programs, true);
  await workJudged(context, world, programs);
  await server.stop();
  const matters = programs.flatMap((program) => program.matters);
  context.diagnostic(`${kills} kills, ${world.calls} calls, ${matters.length} submissions and replies (${count('submitted')} `
    + `submitted, ${count('accepted')} accepted, ${count('rejected')} rejected), ${programs.reduce((sum, { cutOff }) => sum + cutOff, 0)} `
    + `calls cut off, of which ${world.happened} had happened`);
}

const limit = { timeout: (seconds + 120) * 1000 };

describe('the delivery server is killed while everybody uses it', { skip: walk.skip }, () => {
  test('on SQLite no acknowledged thing is lost and no state is wrong', limit, (context) => killAndCompare(context, {}));

  test('on PostgreSQL no acknowledged thing is lost and no state is wrong', {
    ...limit, skip: postgresIsMissing }, (context) => inOwnSchema('fit_states', (settings) => killAndCompare(context, settings)));
});

// SPDX-License-Identifier: EUPL-1.2
// A number that a citizen has seen is never lost: the server is killed (SIGKILL) at random moments
// while several senders submit, and afterwards every number that was shown opens, has one case,
// and is what the same post gets again. The audit chains stay whole.
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { after, describe, test } from 'node:test';
import * as walk from './support.mjs';

after(walk.cleanUp);

const kills = 50;
const senders = 4;
const checkEvery = 10;
// A third of the kills hit the first moments, the others come while answers go out.
const longestStartMs = 300;
const mostShownInOneLife = 12;
const longestPauseMs = 40;

// Filled up to about 4 KiB, as a real form with texts has.
const answers = walk.exampleAnswers('gueltig-ein-hund');
const dog = answers.G99000000004[0];
answers.G99000000004 = Array.from({ length: 10 }, (_, i) => ({
  ...dog,
  F99000000030: `Bello ${i}`,
  F99000000037: `2760981000${String(i).padStart(5, '0')}`,
}));

/** Posts until the server is gone; what was shown goes to `shown`, what was cut off to `cut`. */
async function sendUntilKilled(url, shown, cut) {
  for (;;) {
    const key = randomUUID();
    try {
      const response = await walk.submitDirectly(url, answers, key);
      const body = await response.json();
      assert.equal(response.status, 201, JSON.stringify(body));
      shown.push({ key, ...body });
    } catch (problem) {
      if (problem instanceof assert.AssertionError) throw problem;
      cut.push(key);
      return;
    }
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A moment that nobody planned: early, or some milliseconds after some answer. */
async function randomMoment(shown) {
  if (randomInt(3) === 0) return pause(randomInt(longestStartMs));
  const enough = shown.length + 1 + randomInt(mostShownInOneLife);
  for (const end = Date.now() + 10_000; shown.length < enough && Date.now() < end; ) await pause(2);
  return pause(randomInt(longestPauseMs));
}

async function killUnderLoad(data, shown, cut) {
  const server = await walk.serve(data);
  const sending = Promise.all(
    Array.from({ length: senders }, () => sendUntilKilled(server.url, shown, cut)),
  );
  await Promise.race([randomMoment(shown), sending]);
  await server.kill();
  await sending;
}

async function inParallel(items, run) {
  const waiting = [...items];
  const work = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await run(item);
  };
  await Promise.all(Array.from({ length: 8 }, work));
}

async function assertOpens(url, { number, code }) {
  const response = await fetch(`${url}/status`, {
    method: 'POST',
    body: new URLSearchParams({ number, code }),
    redirect: 'manual',
  });
  await response.arrayBuffer();
  assert.equal(response.status, 303, `${number} opens with its code`);
  assert.equal(response.headers.get('Location'), '/status/vorgang');
}

async function assertSameAnswer(url, { key, number, code }) {
  const again = await (await walk.submitDirectly(url, answers, key)).json();
  assert.deepEqual([again.number, again.code], [number, code], 'the same post, the same number');
}

/** A post that was cut off may be sent again, as often as somebody likes: one number. */
async function sendAgain(url, key) {
  const first = await walk.submitDirectly(url, answers, key);
  assert.equal(first.status, 201);
  const receipt = { key, ...(await first.json()) };
  await assertSameAnswer(url, receipt);
  return receipt;
}

async function checkShown(data, shown) {
  const chains = await walk.gordion('audit', 'verify', `--data=${data}`);
  assert.equal(chains.status, 0, chains.out + chains.err);
  assert.doesNotMatch(chains.out, /BROKEN/);
  const server = await walk.serve(data);
  await inParallel(shown, async (receipt) => {
    await assertOpens(server.url, receipt);
    await assertSameAnswer(server.url, receipt);
  });
  await server.stop();
}

/** Every number in the inbox of the team, page by page. */
async function numbersInInbox(team) {
  const numbers = [];
  let path = '/backoffice/eingang';
  while (path) {
    const page = await team.fetch(path);
    assert.equal(page.status, 200);
    numbers.push(...[...page.body.matchAll(/>(010545459-[A-Z0-9-]+)</g)].map((match) => match[1]));
    path = page.body.match(/href="(\/backoffice\/eingang\?[^"]*nach=[^"]+)"/)?.[1];
    path = path?.replaceAll('&amp;', '&');
  }
  return numbers;
}

async function assertOneCaseEach(data, shown) {
  const server = await walk.serve(data);
  const team = new walk.Person(server.url);
  await team.post('/backoffice/anmelden', { name: 'team@pellworm.demo', password: walk.password });
  const expected = shown.map((receipt) => receipt.number);
  let numbers = [];
  for (const end = Date.now() + 180_000; Date.now() < end; ) {
    numbers = await numbersInInbox(team);
    if (numbers.length >= expected.length) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.equal(new Set(numbers).size, numbers.length, 'no number has two cases');
  const missing = expected.filter((number) => !numbers.includes(number));
  assert.deepEqual(missing, [], 'every number has a case');
  await server.stop();
}

describe('kill -9', { skip: walk.skip }, () => {
  test(`${kills} times under load loses no number that was shown`, { timeout: 900_000 },
    async (context) => {
      const data = await walk.demoFolder();
      const began = Date.now();
      const shown = [];
      const cut = [];
      let checked = 0;
      for (let kill = 1; kill <= kills; ++kill) {
        await killUnderLoad(data, shown, cut);
        if (kill % checkEvery === 0) {
          await checkShown(data, shown.slice(checked));
          checked = shown.length;
        }
      }
      assert.ok(shown.length > kills, `enough was shown to mean something: ${shown.length}`);
      assert.ok(cut.length >= kills, `enough was cut off: ${cut.length}`);
      const server = await walk.serve(data);
      await inParallel(cut, async (key) => shown.push(await sendAgain(server.url, key)));
      await server.stop();
      await assertOneCaseEach(data, shown);
      const seconds = Math.round((Date.now() - began) / 1000);
      context.diagnostic(`${kills} kills, ${shown.length} numbers, ${cut.length} of them cut off `
        + `and sent again, ${seconds} s`);
    });
});

// SPDX-License-Identifier: EUPL-1.2
// Bad input at every door: each gets a status or exit code and a message that says what is wrong
// and where, and nothing is half written – what can be seen before and after is compared.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

let data;
let server;
let folder;
const answers = walk.exampleAnswers('gueltig-ein-hund');

before(async () => {
  if (walk.skip) return;
  data = await walk.demoFolder();
  folder = walk.makeFolder();
  server = await walk.serve(data);
});

after(walk.cleanUp);

function fileOf(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A file that says it is 10 GB long and occupies nothing. */
function hugeFile() {
  const path = join(folder, 'huge.txt');
  const file = openSync(path, 'w');
  ftruncateSync(file, 10 * 1024 ** 3);
  closeSync(file);
  return path;
}

const whole = new Map();

/** What a verb shows of the data folder; `whole` keeps what it showed first. */
async function state(words) {
  return (await walk.gordion(...words, `--data=${data}`)).out;
}

const adoptions = ['adoption', 'list'];
const parametersOfKoeln = [
  'adoption', 'show', '--package=hundesteuer-anmeldung', '--area=053150000', '--explain'];
const directory = ['regions', 'find', 'Neustadt'];

/** The verb fails with `message`, quickly, and changes nothing that `seen` shows. */
async function refuses(words, message, seen = [adoptions, parametersOfKoeln, directory]) {
  for (const shown of seen) {
    if (!whole.has(shown)) whole.set(shown, await state(shown));
  }
  const began = Date.now();
  const done = await walk.gordion(...words, `--data=${data}`);
  assert.notEqual(done.status, 0, `${words.join(' ')}: ${done.out}`);
  assert.ok([1, 2].includes(done.status), `it ends by itself: ${done.status}`);
  assert.match(done.out + done.err, message);
  assert.ok(Date.now() - began < 90_000, 'it does not take long to refuse');
  for (const shown of seen) {
    assert.equal(await state(shown), whole.get(shown), 'nothing is half written');
  }
}

describe('a directory of municipalities that is none', { skip: walk.skip }, () => {
  const germany = join(walk.root, 'data/gemeindeverzeichnis/GV100AD_30112025.txt');
  const all = () => readFileSync(germany);
  const files = {
    'that is not there': () => join(folder, 'nowhere.txt'),
    'that is empty': () => fileOf('empty.txt', ''),
    'that is binary': () => fileOf('binary.txt', randomBytes(200_000)),
    'that is another text': () => fileOf('text.txt', 'Guten Tag\n'.repeat(5000)),
    'that is 10 GB long': hugeFile,
    'that ends in the middle of a line': () =>
      fileOf('cut.txt', all().subarray(0, 1_000_003)),
    'with a damaged line in the middle': () => {
      const bytes = all();
      const line = bytes.indexOf('\n', 1_000_000) + 1;
      bytes.fill('x', line, line + 80);
      return fileOf('damaged.txt', bytes);
    },
    'that is a folder': () => folder,
  };
  for (const [name, make] of Object.entries(files)) {
    test(name, async () => {
      const file = make();
      await refuses(['regions', 'import', file], /[a-z]+\.[a-z_]+/, [directory]);
    });
  }
});

describe('wrong words on the command line', { skip: walk.skip }, () => {
  const set = (area, key, value) => [
    'parameter', 'set', '--package=hundesteuer-anmeldung', `--area=${area}`, `--key=${key}`,
    `--value=${value}`];
  const add = (administration, ...more) => [
    'adoption', 'add', `--administration=${administration}`, '--package=hundesteuer-anmeldung',
    ...more];
  const cases = [
    ['an amount that is none', set('053150000', 'satz_erster_hund', 'viel'), /satz_erster_hund/],
    ['an amount below zero', set('053150000', 'satz_erster_hund', '-5,00'), /satz_erster_hund/],
    ['a parameter that does not exist', set('053150000', 'farbe', 'rot'), /farbe/],
    ['a Land that sets the rate of a municipality', set('05', 'satz_erster_hund', '99,00'),
      /satz_erster_hund|level/],
    ['a parameter for an ARS that does not exist', set('999999999', 'satz_erster_hund', '99,00'),
      /999999999/],
    ['an administration that does not exist', add('999999999'), /999999999/],
    ['an administration without its required parameters', add('053340002'),
      /satz_erster_hund|authority_street/],
    ['an adoption with a value of the wrong type', add('053340002', '--set=satz_erster_hund=rot'),
      /satz_erster_hund/],
    ['an offer that does not exist',
      ['adoption', 'add', '--administration=053340002', '--package=katzensteuer'], /katzensteuer/],
    ['a package without its declaration', ['service', 'publish', '/usr/share/zoneinfo'],
      /[a-z]+\.[a-z_]+/],
    ['a verb that does not exist', ['regions', 'destroy'], /./],
    ['an option that does not exist', ['adoption', 'list', '--colour=red'], /colour/],
    ['a day that does not exist', [...set('053150000', 'satz_erster_hund', '1,00'),
      '--from=2026-02-30'], /2026-02-30|date/],
  ];
  for (const [name, words, message] of cases) {
    test(name, () => refuses(words, message));
  }

  test('an unknown setting in the configuration', async () => {
    const file = fileOf('gordion.toml', 'data_folder = "x"\nport = 8080\ncolour = "red"\n');
    const done = await walk.gordion('adoption', 'list', `--config=${file}`);
    assert.equal(done.status, 2);
    assert.match(done.err, /colour/);
  });

  test('a setting of the wrong type', async () => {
    const file = fileOf('gordion.toml', 'port = "many"\n');
    const done = await walk.gordion('adoption', 'list', `--config=${file}`);
    assert.equal(done.status, 2);
    assert.match(done.err, /port/);
  });
});

/** The cases of Amt Pellworm. */
async function numbersInInbox() {
  const team = new walk.Person(server.url);
  await team.post('/backoffice/anmelden', { name: 'team@pellworm.demo', password: walk.password });
  const inbox = await team.fetch('/backoffice/eingang');
  return [...inbox.body.matchAll(/>(010545459-[A-Z0-9-]+)</g)].map((match) => match[1]);
}

function postJson(text, headers = {}) {
  return fetch(`${server.url}/api/v1/antraege`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...headers },
    body: text,
  });
}

const body = (changes) =>
  JSON.stringify({ service: walk.dogTax, ars: walk.groede, answers, ...changes });

describe('a bad submission over the interface', { skip: walk.skip }, () => {
  const foreign = { ...answers, F99999999999: 'fremd' };
  const missing = { ...answers, G99000000001: { F99000000001: 'Erika' } };
  const wrongType = { ...answers, G99000000007: { F99000000060: 'ja' } };
  const cases = [
    ['no JSON', '{"service":', 422],
    ['binary', randomBytes(500), 422],
    ['empty', '', 422],
    ['an unknown member', body({ colour: 'red' }), 422, /colour/],
    ['a Leistungsschluessel of 13 digits', body({ service: '9910201300200' }), [404, 422]],
    ['a service that does not exist', body({ service: '99999999999999' }), 404],
    ['an ARS that does not exist', body({ ars: '999999999999' }), [404, 422]],
    ['a service that nobody offers there', body({ ars: '091840148148' }), 404],
    ['a foreign field', body({ answers: foreign }), 422, /F99999999999/],
    ['missing fields', body({ answers: missing }), 422, /G99000000001\.F99000000002/],
    ['a field of the wrong type', body({ answers: wrongType }), 422, /F99000000060/],
    ['ten thousand levels deep', '['.repeat(10_000) + ']'.repeat(10_000), 413],
  ];
  for (const [name, text, status, message] of cases) {
    test(name, async () => {
      const before = await numbersInInbox();
      const response = await postJson(text);
      const said = await response.text();
      assert.ok([status].flat().includes(response.status), `${response.status}: ${said}`);
      assert.ok(said.length > 20, 'it says what is wrong');
      if (message) assert.match(said, message);
      assert.deepEqual(await numbersInInbox(), before);
    });
  }

  test('an idempotency key that anybody could guess', async () => {
    const response = await postJson(body({}), { 'Idempotency-Key': '1' });
    assert.ok([400, 422].includes(response.status), String(response.status));
  });

  test('the same key again: the same answer, no second case', async () => {
    const key = randomUUID();
    const posts = Array.from({ length: 6 }, () => walk.submitDirectly(server.url, answers, key));
    const receipts = await Promise.all((await Promise.all(posts)).map((one) => one.json()));
    assert.equal(new Set(receipts.map((receipt) => receipt.number)).size, 1);
    const team = new walk.Person(server.url);
    await team.post('/backoffice/anmelden', { name: 'team@pellworm.demo', password: walk.password });
    await walk.fetchUntil(team, '/backoffice/eingang', receipts[0].number);
    const numbers = await numbersInInbox();
    assert.equal(numbers.filter((number) => number === receipts[0].number).length, 1);
  });
});

/** Sends `bytes` of a body that claims to be longer; resolves with the status. */
function postOversized(path, claimed) {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({
      hostname, port, path, method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': claimed },
    });
    sent.on('response', (response) => (response.resume(), resolve(response.statusCode)));
    sent.on('error', reject);
    sent.write('a='.padEnd(1000, 'x'));
  });
}

async function newDraft() {
  const person = new walk.Person(server.url);
  const page = await person.post('/antrag/start', { key: walk.dogTax, ars: walk.groede });
  return { person, page };
}

describe('a bad post to the pages', { skip: walk.skip }, () => {
  test('a body over the limit', async () => {
    assert.equal(await postOversized('/status', 2 * 1024 ** 2), 413);
    assert.equal(await postOversized('/antrag/halter', 10 * 1024 ** 3), 413);
  });

  test('missing fields are named at the field, and nothing is saved', async () => {
    const { person, page } = await newDraft();
    const refused = await person.submit(page, '/antrag/halter', {
      'G99000000001.F99000000001': 'Erika' });
    assert.equal(refused.status, 422);
    assert.match(refused.body, /id="fehler"[\s\S]*Familienname/);
    const again = await person.fetch('/antrag/halter');
    assert.doesNotMatch(again.body, /value="Erika"/);
  });

  test('foreign fields are refused or change nothing', async () => {
    const { person, page } = await newDraft();
    const fields = { 'G99000000001.F99000000001': 'Erika', 'G99000000001.F99000000002': 'Beispiel',
      'G99000000001.F99000000003.day': '27', 'G99000000001.F99000000003.month': '3',
      'G99000000001.F99000000003.year': '1985', 'G1.F99000000077': 'fremd' };
    await person.submit(page, '/antrag/halter', fields);
    const summary = await person.fetch('/antrag/pruefen');
    assert.doesNotMatch(summary.body, /fremd/);
  });

  test('a form without its token', async () => {
    const { person } = await newDraft();
    const forged = await person.post('/antrag/halter', { 'G99000000001.F99000000001': 'Erika' });
    assert.equal(forged.status, 403);
    const elsewhere = await person.fetch('/antrag/start', { method: 'POST',
      headers: { Origin: 'https://boese.example' }, body: new URLSearchParams({ key: 'x' }) });
    assert.equal(elsewhere.status, 403);
  });

  test('a session that is over or was tampered with', async () => {
    const { person } = await newDraft();
    const cookie = person.cookies.get('gordion_antrag');
    for (const wrong of [`${cookie.slice(0, -2)}xx`, 'garbage', '', `053150000${cookie.slice(9)}`]) {
      person.cookies.set('gordion_antrag', wrong);
      const page = await person.fetch('/antrag/halter');
      assert.ok([401, 403, 404].includes(page.status), `${wrong}: ${page.status}`);
      assert.match(page.body, /fortsetzen|abgelaufen|beendet/i, 'it says how to go on');
      assert.doesNotMatch(page.body, /F99000000001/);
    }
  });

  test('a resume code that is wrong five times is locked, and the page says so', async () => {
    const { person } = await newDraft();
    const summary = await person.fetch('/antrag/pruefen');
    const { number, code } = walk.readSecret(await person.submit(summary, '/antrag/merken', {}));
    const thief = new walk.Person(server.url);
    for (let attempt = 0; attempt < 5; ++attempt) {
      const refused = await thief.post('/fortsetzen', { number, code: 'AAAA-AAAA-AAAA-AAAA' });
      assert.equal(refused.status, 422);
    }
    const owner = await new walk.Person(server.url).post('/fortsetzen', { number, code });
    assert.equal(owner.status, 422, 'locked even for the right code');
    assert.match(owner.body, /15 Minuten|gesperrt/);
  });
});

test('a case of another tenant: 404, and the audit trail says who tried',
  { skip: walk.skip }, async () => {
    const receipt = await (
      await walk.submitDirectly(server.url, answers, randomUUID())).json();
    const team = await walk.signIn(server.url, 'team@pellworm.demo');
    const [, url] = await walk.openCase(team, receipt.number);

    const stranger = await walk.signIn(server.url, 'team@koeln.demo');
    const refused = await stranger.fetch(url);
    assert.equal(refused.status, 404);
    assert.doesNotMatch(refused.body, /Bello|Erika/);
    const chains = [];
    for (const tenant of ['053150000', '010545459']) {
      const words = ['audit', 'export', `--tenant=${tenant}`, `--data=${data}`];
      chains.push((await walk.gordion(...words)).out);
    }
    assert.match(chains.join('\n'), /case\.refused/);
  });

// SPDX-License-Identifier: EUPL-1.2
// The life of a package over HTTP: a provider rolls a version out, who lacks a value stays and is
// told, sets it, comes along; drafts end on the version with which they began, also across the
// rollback. And with all of Germany: a rollout that is killed loses nothing and does nothing twice.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

after(walk.cleanUp);

const dog = 'hundesteuer-anmeldung';
const oldTitle = 'Wer hält den Hund?';
const newTitle = 'Wem gehört der Hund?';

/** A copy of the dog tax; `change` gets the texts of service.toml and texts/de.toml. */
function makePackage(version, change) {
  const folder = join(walk.makeFolder(), dog);
  cpSync(join(walk.root, 'packages', dog), folder, { recursive: true });
  const edit = (file, how) => {
    const path = join(folder, file);
    writeFileSync(path, how(readFileSync(path, 'utf8')));
  };
  edit('service.toml', (text) => text.replace('version = "1.0.0"', `version = "${version}"`));
  change?.(edit);
  return folder;
}

const newRate = `
[[parameter]]
key = "neuer_satz"
class = "e"
type = "money"
levels = ["bund", "verband", "gemeinde"]
required = true
legal_ground = "Satzung"
label.de = "Neuer Satz"
label.en = "New rate"
label.ls = "Neuer Satz"
`;

async function signedIn(url, name) {
  const person = new walk.Person(url);
  const page = await person.fetch('/backoffice/anmelden');
  await person.submit(page, '/backoffice/anmelden', { name, password: walk.password });
  return person;
}

const stateBox = 'class="state-box__state">';
const tokenOf = (page) => page.body.match(/name="_csrf" value="([^"]+)"/)[1];
const textOf = (page) => page.body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('the life of a package', { skip: walk.skip }, () => {
  const offer = `/backoffice/angebote/${dog}`;
  const pages = `/backoffice/pakete/${dog}`;
  let data;
  let server;
  let provider;
  let pellworm;
  let rollout;
  const drafts = {};

  before(async () => {
    data = await walk.demoFolder();
    const folder = makePackage('1.1.0', (edit) => {
      edit('service.toml', (text) => text + newRate);
      edit('texts/de.toml', (text) => text.replace(oldTitle, newTitle));
    });
    const published = await walk.gordion('service', 'publish', folder, '--tenant=01', `--data=${data}`);
    assert.equal(published.status, 0, published.out + published.err);
    assert.match(published.out, /Compared with 1\.0\.0: needs new parameters/);
    assert.match(published.out, /neuer_satz \(Neuer Satz\) added/);
    assert.match(published.out, /5 adoptions use an older version; 0 can come along as they are/);
    assert.match(published.out, /010545459 Amt Pellworm \(1\.0\.0\): neuer_satz .*amt@pellworm\.example/);
    server = await walk.serve(data);
    provider = await signedIn(server.url, 'anbieter@land.demo');
    pellworm = await signedIn(server.url, 'team@pellworm.demo');
  });

  after(() => server?.stop());

  async function firstHeading(person) {
    const page = await person.post('/antrag/start', { key: walk.dogTax, ars: walk.groede });
    return page.between('<h1', '</h1>').replace(/^[^>]*>/, '').trim();
  }

  const stateOf = async () => textOf(await provider.fetch(rollout));

  test('the provider begins; who lacks the new value is held back and named', async () => {
    drafts.old = new walk.Person(server.url);
    assert.equal(await firstHeading(drafts.old), oldTitle);
    const page = await provider.fetch(pages);
    assert.equal(page.status, 200);
    assert.match(textOf(page), /braucht neue Werte/);
    const begun = await provider.submit(page, `${pages}/verteilen`, {
      version: '1.1.0', share: '100', targets: '', from: page.controls(`${pages}/verteilen`).find((c) => c.name === 'from').value,
    });
    rollout = begun.path;
    assert.match(rollout, /\/verteilung\//);
    await walk.fetchUntil(provider, rollout, `${stateBox}alle Ausgewählten sind geprüft`);
    const seen = await stateOf();
    assert.match(seen, /Amt Pellworm 010545459 1\.0\.0 zurückgehalten.*„Neuer Satz“.*amt@pellworm\.example/);
    assert.equal(await firstHeading(new walk.Person(server.url)), oldTitle, 'nobody was moved');
  });

  test('the administration reads why, sets the value, and changes when it wants', async () => {
    const told = await pellworm.fetch(offer);
    assert.match(textOf(told), /Neue Version: 1\.1\.0 braucht neue Werte/);
    assert.match(textOf(told), /Der Anbieter wollte Sie am .* umstellen/);
    assert.match(textOf(await pellworm.fetch(`${offer}/aenderungen`)), /Neuer Satz neuer_satz – – neu: muss gesetzt sein/);
    const form = await pellworm.fetch(`${offer}?version=1.1.0`);
    const set = await pellworm.post(`${offer}/wert`, {
      _csrf: tokenOf(form), key: 'neuer_satz', value: '12,50', from: '1.1.2026', to: '',
      area: '010545459', version: '1.1.0',
    });
    assert.equal(set.status, 200, textOf(set).slice(0, 500));
    assert.equal(await firstHeading(new walk.Person(server.url)), oldTitle, 'setting a value moves nobody');
    const ready = await pellworm.fetch(offer);
    const moved = await pellworm.submit(ready, `${offer}/wechseln`, {});
    assert.match(textOf(moved), /Im Einsatz: Version 1\.1\.0/);
    drafts.new = new walk.Person(server.url);
    assert.equal(await firstHeading(drafts.new), newTitle);
  });

  test('or the provider goes on and takes along who is ready', async () => {
    const set = await walk.gordion('parameter', 'set', `--package=${dog}`, '--area=083110000',
      '--key=neuer_satz', '--value=9', `--data=${data}`);
    assert.equal(set.status, 0, set.err);
    const page = await provider.fetch(rollout);
    await provider.submit(page, `${rollout}/fortsetzen`, {});
    await walk.fetchUntil(provider, rollout, `${stateBox}alle Ausgewählten sind geprüft`);
    const csv = await provider.fetch(`${rollout}/verteilung.csv`);
    assert.match(csv.body, /^083110000,moved,1\.1\.0/m);
    assert.match(csv.body, /^010545459,already,1\.1\.0/m);
    assert.match(csv.body, /^053150000,held,1\.0\.0,neuer_satz,/m);
  });

  test('another provider may not take it back, and his protocol says that he tried', async () => {
    execFileSync(walk.binary, ['account', 'add', '--tenant=05', '--name=anbieter@nrw.test',
      '--shown-as=Anbieter', '--role=provider', `--data=${data}`],
      { cwd: walk.root, input: `${walk.password}\n`, stdio: ['pipe', 'ignore', 'ignore'] });
    const stranger = await signedIn(server.url, 'anbieter@nrw.test');
    assert.equal((await stranger.fetch(pages)).status, 404);
    assert.equal((await stranger.fetch(rollout)).status, 404);
    const token = tokenOf(await stranger.fetch('/backoffice/pakete'));
    const refused = await stranger.post(`${rollout}/zuruecknehmen`, { _csrf: token });
    assert.equal(refused.status, 403);
    const begun = await stranger.post(`${pages}/verteilen`, { _csrf: token, share: '100', version: '1.1.0' });
    assert.equal(begun.status, 403);
    const trail = await walk.gordion('audit', 'export', '--tenant=05', `--data=${data}`);
    assert.equal(trail.out.split('reuse.package_refused').length - 1, 2, trail.out + trail.err);
  });

  test('everything goes back at once; drafts end on the version with which they began', async () => {
    const page = await provider.fetch(rollout);
    await provider.submit(page, `${rollout}/zuruecknehmen`, {});
    await walk.fetchUntil(provider, rollout, `${stateBox}zurückgenommen`);
    const csv = await provider.fetch(`${rollout}/verteilung.csv`);
    assert.match(csv.body, /^083110000,returned,1\.0\.0/m);
    assert.match(csv.body, /^010545459,already,1\.1\.0/m, 'who changed by itself stays');
    // Pellworm goes back by itself, to see a draft of 1.1.0 end after it.
    const life = await pellworm.fetch(`${offer}/verlauf`);
    const back = await pellworm.submit(life, `${offer}/wechseln`, { version: '1.0.0', from: '' });
    assert.match(textOf(back), /Im Einsatz: Version 1\.0\.0/);
    assert.match(textOf(back), /Version 1\.0\.0 gewählt .* Version 1\.1\.0 gewählt .* zurückgehalten/);
    assert.equal(await firstHeading(new walk.Person(server.url)), oldTitle);
    for (const [name, heading] of [['old', oldTitle], ['new', newTitle]]) {
      const first = await drafts[name].fetch('/antrag/halter');
      assert.ok(first.body.includes(heading), `${name}: the draft keeps its version`);
      const answers = walk.exampleAnswers('gueltig-ein-hund');
      await finish(drafts[name], answers);
    }
  });

  async function finish(person, answers) {
    let page = await person.fetch('/antrag/halter');
    for (let steps = 0; page.path !== '/antrag/pruefen'; ++steps) {
      assert.ok(steps < 40 && page.status === 200, `stuck at ${page.path}`);
      page = await walk.fill(person, page, answers);
    }
    const receipt = await person.submit(page, '/antrag/absenden', {});
    assert.ok(walk.readSecret(receipt).number, textOf(receipt).slice(0, 400));
    const { number } = walk.readSecret(receipt);
    await walk.fetchUntil(pellworm, '/backoffice/eingang', number);
  }

  test('an administration takes a copy, changes it, and is told what it misses', async () => {
    const page = await pellworm.fetch(`${offer}/kopie`);
    assert.match(textOf(page), /hundesteuer-anmeldung-010545459/);
    const archive = await pellworm.fetch(`${offer}/kopie.tar`);
    const folder = walk.makeFolder();
    execFileSync('tar', ['-x', '-C', folder], { input: archive.bytes });
    const copy = join(folder, `${dog}-010545459`);
    const edit = (file, from, to) => {
      const text = readFileSync(join(copy, file), 'utf8');
      assert.ok(text.includes(from));
      writeFileSync(join(copy, file), text.replace(from, to));
    };
    // The newest version was taken; as if it had been the one before.
    edit('service.toml', 'version = "1.1.0"', 'version = "1.0.0"');
    edit('texts/de.toml', newTitle, 'Wer ist der Mensch am anderen Ende der Leine?');
    const run = (...words) => walk.gordion(...words, `--data=${data}`);
    const published = await run('service', 'publish', copy, '--tenant=010545459');
    assert.equal(published.status, 0, published.out + published.err);
    const missed = await run('service', 'missed', copy);
    assert.equal(missed.status, 1, missed.err);
    assert.match(missed.out, /there {2}parameters: neuer_satz/);
    assert.match(missed.out, /conflict {2}texts: de\.page\.halter\.title/);
    assert.match(textOf(await pellworm.fetch('/backoffice/angebote')),
      /Das Original gibt es inzwischen in Version 1\.1\.0/, 'it is told without asking');
    assert.match(textOf(await pellworm.fetch(`${offer}-010545459/kopie`)),
      /Wer hält den Hund\? Wem gehört der Hund\? Widerspruch.*Leine/);
    const joined = await pellworm.submit(await pellworm.fetch(`${offer}-010545459`),
      `${offer}-010545459/beitreten`, {});
    assert.match(textOf(joined), /Dies ist Ihre eigene Kopie/);
    assert.match(await firstHeading(new walk.Person(server.url)), /Leine/);
    assert.match(textOf(await pellworm.fetch(`${offer}/verlauf`)), /nutzt dieses Angebot nicht.*Nutzung beendet/);
    const stranger = await signedIn(server.url, 'team@koeln.demo');
    for (const path of ['', '/kopie', '/kopie.tar', '/werte', '/verlauf']) {
      assert.equal((await stranger.fetch(`${offer}-010545459${path}`)).status, 404, path);
    }
    const back = await pellworm.submit(await pellworm.fetch(`${offer}/verlauf`), `${offer}/wechseln`,
      { version: '1.0.0', from: '' });
    assert.match(textOf(back), /Im Einsatz: Version 1\.0\.0/);
  });

  test('an administration stays because it says so, and leaves on a day', async () => {
    const life = await pellworm.fetch(`${offer}/verlauf`);
    const refused = await pellworm.submit(life, `${offer}/festlegen`, { reason: '', until: '' });
    assert.equal(refused.status, 422);
    const stayed = await pellworm.submit(life, `${offer}/festlegen`, { reason: 'Haushalt', until: '' });
    assert.match(textOf(stayed), /festgelegt: Version 1\.0\.0 bleibt Haushalt/);
    const begun = await provider.submit(await provider.fetch(pages), `${pages}/verteilen`,
      { version: '1.1.0', share: '100', targets: '010545459', from: '' });
    await walk.fetchUntil(provider, begun.path, 'Grund: Haushalt');
    const unpinned = await pellworm.submit(stayed, `${offer}/loesen`, {});
    assert.match(textOf(unpinned), /Festlegung aufgehoben/);
    const ended = await pellworm.submit(unpinned, `${offer}/beenden`, { end_from: '' });
    assert.match(textOf(ended), /Ihre Verwaltung nutzt dieses Angebot nicht/);
    const place = await new walk.Person(server.url).fetch(`/leistung/${walk.dogTax}/${walk.groede}`);
    assert.ok(!place.body.includes('Jetzt beginnen'));
  });
});

// ---- all of Germany ----------------------------------------------------------------------------

/** Required values for everybody, at the Bund; `keys` are those that the package demands. */
function planFor(administrations) {
  const shipped = readFileSync(join(walk.root, 'packages/demo-parameters.toml'), 'utf8');
  const blocks = shipped.split('[[values]]').slice(1).filter((block) => block.includes(dog));
  const values = new Map();
  for (const block of blocks.filter((text) => /region = "(01|010545459)"/.test(text))) {
    for (const [, key, value] of block.matchAll(/^set\.(\w+) = (.*)$/gm)) values.set(key, value);
  }
  const set = [...values].map(([key, value]) => `set.${key} = ${value}`).join('\n');
  const join_ = administrations
    .map((key) => `[[adoption]]\npackage = "${dog}"\ntenant = "${key}"\n`)
    .join('');
  return `valid_from = "2026-01-01"\n[[values]]\npackage = "${dog}"\nregion = "00"\n${set}\n${join_}`;
}

function allLevels(edit) {
  edit('service.toml', (text) =>
    text.replace(/^levels = \[.*\]$/gm, 'levels = ["bund", "land", "kreis", "verband", "gemeinde"]'));
}

describe('a rollout to everybody', { skip: walk.skip }, () => {
  let data;
  let total;

  before(async () => {
    data = join(walk.makeFolder(), 'data');
    const run = async (...words) => {
      const done = await walk.gordion(...words, `--data=${data}`);
      assert.equal(done.status, 0, done.out.slice(0, 2000) + done.err);
      return done.out;
    };
    await run('regions', 'import', join(walk.root, 'data/gemeindeverzeichnis/GV100AD_30112025.txt'));
    await run('catalogue', 'import', join(walk.root, 'data/ozg-katalog'), '--date=2019-10-05');
    const administrations = (await run('regions', 'list')).trim().split('\n').map((line) => line.slice(0, 9));
    total = administrations.length;
    assert.equal(total, 4389);
    const plan = join(walk.makeFolder(), 'plan.toml');
    writeFileSync(plan, planFor(administrations));
    await run('service', 'publish', makePackage('1.0.0', allLevels), '--tenant=01');
    const applied = await run('adoption', 'apply', plan, '--no-destinations');
    assert.match(applied, new RegExp(`${total} adoptions`));
    await run('service', 'publish', makePackage('1.1.0', allLevels), '--tenant=01');
  });

  async function usersOf(version) {
    const shown = await walk.gordion('adoption', 'completeness', `--package=${dog}`, '--csv', `--data=${data}`);
    return shown.out.split(`${dog},${version},`).length - 1;
  }

  async function show(id) {
    const shown = await walk.gordion('rollout', 'show', id, '--json', `--data=${data}`);
    return JSON.parse(shown.out.split('\n')[0]);
  }

  /** Decides, and goes on after each kill, until `isDone` says so. Returns how often it was killed. */
  async function killUntilDone(id, decision, isDecided, isDone) {
    let kills = 0;
    for (let round = 0; round < 40; ++round) {
      const began = performance.now();
      const words = isDecided(await show(id)) ? ['rollout', 'continue', id] : decision;
      // Starting takes about as long as showing: the first kill comes early in the work.
      const early = 0.7 * (performance.now() - began) + randomInt(round === 0 ? 150 : 500);
      const child = spawn(walk.binary, [...words, `--data=${data}`], { cwd: walk.root, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const timer = setTimeout(() => child.kill('SIGKILL'), round < 12 ? early : 120_000);
      const status = await ended;
      clearTimeout(timer);
      if (isDone(await show(id))) return kills;
      assert.equal(status, null, `round ${round}: it failed instead of being killed`);
      kills += 1;
    }
    return assert.fail('it never ended');
  }

  test('is killed, goes on, and moves each once; and back', async () => {
    const start = await walk.gordion('rollout', 'start', `--package=${dog}`, '--share=1', `--data=${data}`);
    assert.equal(start.status, 0, start.err);
    const id = start.out.match(/Rollout (\S+):/)[1];
    assert.match(start.out, /44 moved/, 'one percent, rounded up');
    const kills = await killUntilDone(id, ['rollout', 'widen', id, '--share=100'],
      ({ share }) => share === 100, ({ share, state }) => share === 100 && state === 'finished');
    assert.ok(kills > 0, 'it was killed at least once');
    assert.equal(await usersOf('1.1.0'), total);
    const backKills = await killUntilDone(id, ['rollout', 'back', id],
      ({ state }) => state === 'rolling_back', ({ state }) => state === 'rolled_back');
    assert.ok(backKills > 0);
    assert.equal(await usersOf('1.0.0'), total);
    const steps = await walk.gordion('adoption', 'list', `--data=${data}`);
    assert.equal(steps.out.trim().split('\n').length, total * 3, 'joined, moved, returned: each once');
    const chains = await walk.gordion('audit', 'verify', `--data=${data}`);
    assert.equal(chains.status, 0, chains.err);
    assert.doesNotMatch(chains.out, /BROKEN/);
  });
});

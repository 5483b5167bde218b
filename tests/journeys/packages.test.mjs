// SPDX-License-Identifier: EUPL-1.2
// Every package that is shipped: a citizen of Freiburg walks all pages of one application, the
// team decides it, and the citizen reads the Bescheid. Then what three of them are there for: other
// bodies that receive copies, a certificate that no person issues, an authority that is consulted.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

after(walk.cleanUp);

const freiburg = '083110000000';
const pellworm = '010545459103';
const packages = join(walk.root, 'packages');
const upload = {
  name: 'nachweis.png',
  type: 'image/png',
  bytes: readFileSync(join(walk.root, 'docs/pictures', readdirSync(join(walk.root, 'docs/pictures'))
    .find((name) => name.endsWith('.png')))),
};

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** One example of each package, and what of it does not fit Freiburg or today. */
const applications = {
  'bewohnerparkausweis': ['gueltig-zwoelf-monate-digital', {
    'G99000000103.F99000000121': '1',
    'G99000000106.F99000000152': inDays(14),
  }],
  'feuerwerk-anzeige': ['gueltig-hochzeit', { 'G99000000404.F99000000431': inDays(60) }],
  'gewerbeanmeldung': ['gueltig-gbr-zwei-gesellschafter', {
    'G99000000207.F99000000265': inDays(7),
  }],
  'hundesteuer-anmeldung': ['gueltig-drei-hunde-zu-einem-vorhandenen', {}],
  'meldebescheinigung': ['gueltig-erweitert-mit-allem', {}],
};

// Those that must know who applies.
const accounts = { 'meldebescheinigung': 'wiebke-petersen' };

function answersOf(name, [example, changes] = applications[name]) {
  const answers = walk.exampleAnswers(example, name);
  for (const [path, value] of Object.entries(changes)) {
    const [group, field] = path.split('.');
    answers[group][field] = value;
  }
  return answers;
}

function leistungsschluesselOf(name) {
  const declared = readFileSync(join(packages, name, 'service.toml'), 'utf8');
  return declared.match(/^leistungsschluessel = \["(\d{14})"/m)[1];
}

/** Fills in and hands over: { citizen, number, summary }. */
async function apply(url, name, application, ars = freiburg) {
  const citizen = new walk.Person(url);
  if (accounts[name]) await walk.useDemoAccount(citizen, accounts[name]);
  const where = { file: upload, service: leistungsschluesselOf(name), ars };
  const summary = await walk.fillAll(citizen, answersOf(name, application), where);
  const receipt = walk.readSecret(await citizen.submit(summary, '/antrag/absenden', {}));
  return { citizen, number: receipt.number, summary };
}

/** The Bescheid on the status page of a citizen, as soon as it is there. */
async function readBescheid(citizen) {
  const link = 'kern-btn--primary" href="/status/brief/';
  const status = await walk.fetchUntil(citizen, '/status/vorgang', link);
  const pdf = await citizen.fetch(`/status/brief/${status.between(link, '"')}`);
  assert.equal(pdf.bytes.subarray(0, 5).toString('latin1'), '%PDF-');
  return pdf.bytes;
}

/** Its text on one line. */
function textOf(pdf) {
  const { stdout, error } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf });
  assert.equal(error, undefined, 'pdftotext is absent (package poppler-utils)');
  return stdout.toString().replace(/\s+/g, ' ');
}

/** What a browser would post of the conditions on a case page, nothing changed. */
function proposedConditions(page) {
  const chosen = [...page.body.matchAll(/name="condition" value="([^"]+)"[^>]* checked/g)];
  const fills = page.controls(`${page.path}/entscheiden`)
    .filter(({ name }) => name.startsWith('condition-'));
  return [
    ...chosen.map(([, id]) => ['condition', id]),
    ...fills.map(({ name, value }) => [name, value]),
  ];
}

function assertShows(page, shown, hidden) {
  assert.equal(page.status, 200);
  for (const text of shown) assert.ok(page.body.includes(text), `${page.path} lacks ${text}`);
  for (const text of hidden) assert.ok(!page.body.includes(text), `${page.path} shows ${text}`);
}

describe('every shipped package', { skip: walk.skip }, () => {
  let server;
  before(async () => {
    server = await walk.serve(join(walk.makeFolder(), 'data'), { words: ['demo'] });
  }, { timeout: 300_000 });

  test('has its application here', () => {
    const shipped = readdirSync(packages, { withFileTypes: true })
      .filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    assert.deepEqual(shipped.sort(), Object.keys(applications).sort());
  });

  for (const name of Object.keys(applications)) {
    test(name, { timeout: 300_000 }, async () => {
      const { citizen, number } = await apply(server.url, name);
      assert.match(number, /^083110000-/);

      const team = await walk.signIn(server.url, 'team@freiburg.demo');
      const [opened, url] = await walk.openCase(team, number);
      const signedIn = /Angemeldet mit Demo-Konto .* Vertrauensniveau substanziell \(30\)/;
      if (accounts[name]) assert.match(opened.body, signedIn);
      else assert.match(opened.body, /Ohne Anmeldung eingereicht/);
      const decided = await team.submit(opened, `${url}/entscheiden`, { granted: 'yes', reason: '' });
      assert.equal(decided.status, 200, decided.between('id="fehler"', '</div>'));

      await readBescheid(citizen);
    });
  }

  test('Gewerbe: other bodies get their part, and no more', { timeout: 300_000 }, async () => {
    const name = 'gewerbeanmeldung';
    const { citizen, number, summary } = await apply(server.url, name);
    const receivers = [
      'Finanzamt Freiburg-Beispiel',
      'Industrie- und Handelskammer der Region (Beispiel)',
      'Unfallversicherung (Beispiel)',
    ];
    assertShows(summary, [...receivers, '§ 138 Abs. 1 AO'], ['Handwerkskammer der Region']);
    assertShows(await citizen.fetch('/status/vorgang'), receivers, []);

    // Neither where they were born nor of which nation they are, nor what the other bodies do.
    const secret = ['Gent', 'Belgien', 'männlich', '/entscheiden', '/frage'];
    const shared = ['Beispiel &amp; Muster Fahrräder GbR', 'Reparatur von Fahrrädern', 'Erika'];
    const office = await walk.signIn(server.url, 'finanzamt@freiburg.demo');
    const [copy, url] = await walk.openCase(office, `${number}/1`);
    assertShows(copy, [...shared, '27.03.1985', 'Nur zur Kenntnis'], secret);
    const chamber = await walk.signIn(server.url, 'ihk@freiburg.demo');
    const [part] = await walk.openCase(chamber, `${number}/2`);
    assertShows(part, shared, [...secret, '27.03.1985']);
    assert.equal((await chamber.fetch(url)).status, 404);

    const team = await walk.signIn(server.url, 'team@freiburg.demo');
    const [opened, own] = await walk.openCase(team, number);
    assertShows(opened, [...receivers, 'Belgien'], []);
    assert.equal((await office.fetch(own)).status, 404);
    const inbox = await office.fetch('/backoffice/eingang');
    assert.ok(!inbox.body.includes(`>${number}<`), 'the Antrag itself is not in its inbox');
    await walk.fetchUntil(citizen, '/status/vorgang', 'Zur Kenntnis genommen');
  });

  test('Gewerbe: a craft goes to its chamber, signed in or not', { timeout: 300_000 }, async () => {
    const citizen = new walk.Person(server.url);
    await walk.useDemoOrganisation(citizen, 'deichbaeckerei-lorenzen');
    const answers = answersOf('gewerbeanmeldung', ['gueltig-gmbh-drei-personen-im-handwerk', {
      'G99000000207.F99000000265': inDays(7),
    }]);
    const where = { file: upload, service: leistungsschluesselOf('gewerbeanmeldung'), ars: freiburg };
    const summary = await walk.fillAll(citizen, answers, where);
    assertShows(summary, ['Handwerkskammer der Region (Beispiel)'], ['Industrie- und Handelskammer der']);
    const receipt = walk.readSecret(await citizen.submit(summary, '/antrag/absenden', {}));
    const team = await walk.signIn(server.url, 'team@freiburg.demo');
    const [opened] = await walk.openCase(team, receipt.number);
    assertShows(opened, ['Deichbäckerei Lorenzen GmbH', 'Amtsgericht Musterstadt'], []);
  });

  test('Meldebescheinigung: issued without a person, unless something differs', {
    timeout: 300_000,
  }, async () => {
    const asInAccount = {
      'G99000000302.F99000000311': 'Petersen',
      'G99000000302.F99000000312': 'Wiebke',
      'G99000000302.F99000000316': '1988-04-12',
      'G99000000304.F99000000331': 'Musterdeich',
      'G99000000304.F99000000332': '7',
      'G99000000304.F99000000333': '25849',
      'G99000000304.F99000000334': 'Pellworm',
    };
    const example = 'gueltig-ohne-person-ausgestellt';
    const misspelt = { ...asInAccount, 'G99000000302.F99000000311': 'Peterson' };
    const other = await apply(server.url, 'meldebescheinigung', [example, misspelt], pellworm);
    const { citizen, number } =
      await apply(server.url, 'meldebescheinigung', [example, asInAccount], pellworm);

    assert.match(textOf(await readBescheid(citizen)), /automatisch erlassen; kein Mensch/);
    assertShows(await citizen.fetch('/status/vorgang'), ['automatisch erlassen'], []);
    const team = await walk.signIn(server.url, 'team@pellworm.demo');
    const [issued] = await walk.openCase(team, number);
    assertShows(issued, ['Automatisch erlassen'], ['/entscheiden']);

    // It came first, so it has been looked at by now.
    const [left, url] = await walk.openCase(team, other.number);
    assertShows(left, ['Name und Geburtsdatum gleichen denen', '/entscheiden'], []);
    const waiting = await other.citizen.fetch('/status/vorgang');
    assertShows(waiting, [], ['kern-btn--primary" href="/status/brief/', 'automatisch']);
    const decided = await team.submit(left, `${url}/entscheiden`, { granted: 'yes', reason: '' });
    assert.equal(decided.status, 200, decided.between('id="fehler"', '</div>'));
    assert.doesNotMatch(textOf(await readBescheid(other.citizen)), /automatisch/);
  });

  test('Feuerwerk: another authority is asked, and the Bescheid says on which conditions', {
    timeout: 300_000,
  }, async () => {
    const { citizen, number } = await apply(server.url, 'feuerwerk-anzeige', [
      'gueltig-im-schutzgebiet',
      { 'G99000000404.F99000000431': inDays(60) },
    ]);
    const team = await walk.signIn(server.url, 'team@freiburg.demo');
    const [opened, url] = await walk.openCase(team, number);
    const early = await team.submit(opened, `${url}/entscheiden`, [
      ['granted', 'yes'],
      ...proposedConditions(opened),
    ]);
    assert.equal(early.status, 422);
    assert.ok(early.body.includes('Untere Naturschutzbehörde'), early.between('id="fehler"', '</div>'));
    await team.submit(early, `${url}/beteiligen`, { consultation_question: 'Brüten dort Vögel?' });

    const nature = await walk.signIn(server.url, 'naturschutz@freiburg.demo');
    const [question, theirs] = await walk.openCase(nature, `${number}/S1`);
    assertShows(question, ['Brüten dort Vögel?', 'Vogelschutzgebiet Beispielried', 'Goldregen'],
      ['Erika', 'Musterweg', 'Wir heiraten', '/entscheiden']);
    const given = await nature.submit(question, `${theirs}/stellungnahme`, {
      stance: 'concerns',
      opinion: 'Es brüten Kiebitze. Nur Fontänen.',
    });
    assert.equal(given.status, 200, given.between('id="fehler"', '</div>'));

    const answered = await team.fetch(url);
    assertShows(answered, ['Es brüten Kiebitze.'], []);
    const conditions = proposedConditions(answered);
    assert.ok(conditions.some(([, id]) => id === 'leitstelle'));
    assert.ok(!conditions.some(([, id]) => id === 'natur'));
    const demanded = conditions.filter(([name]) => name !== 'condition-natur-was');
    const decided = await team.submit(answered, `${url}/entscheiden`, [
      ['granted', 'yes'],
      ['reason', 'Die Auflage schützt brütende Vögel.'],
      ...demanded,
      ['condition', 'natur'],
      ['condition-natur-was', 'Es sind nur Fontänen zugelassen.'],
    ]);
    assert.equal(decided.status, 200, decided.between('id="fehler"', '</div>'));
    const letter = textOf(await readBescheid(citizen));
    assert.match(letter, /Nebenbestimmungen 1\. Abbrennen dürfen nur/);
    assert.match(letter, /mindestens 60 Minuten vorher zu melden/);
    assert.match(letter, /Es sind nur Fontänen zugelassen\. \(§ 36 Abs\. 2 Nr\. 4 VwVfG\)/);
    assert.match(letter, /Die Ausnahme kann widerrufen werden/);
    assert.match(letter, /Die Auflage schützt brütende Vögel/);
    assert.doesNotMatch(letter, /Brandwache/);
    assert.doesNotMatch(letter, /Kiebitze/);
  });
});

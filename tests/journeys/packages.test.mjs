// SPDX-License-Identifier: EUPL-1.2
// Every package that is shipped: a citizen of Freiburg walks all pages of one application, the
// team decides it, and the citizen reads the Bescheid.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

after(walk.cleanUp);

const freiburg = '083110000000';
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

function answersOf(name) {
  const [example, changes] = applications[name];
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
      const citizen = new walk.Person(server.url);
      if (accounts[name]) await walk.useDemoAccount(citizen, accounts[name]);
      const service = leistungsschluesselOf(name);
      const where = { file: upload, service, ars: freiburg };
      const summary = await walk.fillAll(citizen, answersOf(name), where);
      const receipt = walk.readSecret(await citizen.submit(summary, '/antrag/absenden', {}));
      assert.match(receipt.number, /^083110000-/);

      const team = await walk.signIn(server.url, 'team@freiburg.demo');
      const [opened, url] = await walk.openCase(team, receipt.number);
      const signedIn = /Angemeldet mit Demo-Konto .* Vertrauensniveau substanziell \(30\)/;
      if (accounts[name]) assert.match(opened.body, signedIn);
      else assert.match(opened.body, /Ohne Anmeldung eingereicht/);
      const decided = await team.submit(opened, `${url}/entscheiden`, { granted: 'yes', reason: '' });
      assert.equal(decided.status, 200, decided.between('id="fehler"', '</div>'));

      const status = await walk.fetchUntil(citizen, '/status/vorgang', '/status/brief/');
      const letter = status.body.match(/.*(\/status\/brief\/[^"]+)"/s)[1];
      const bescheid = await citizen.fetch(letter);
      assert.equal(bescheid.bytes.subarray(0, 5).toString('latin1'), '%PDF-');
    });
  }
});

// SPDX-License-Identifier: EUPL-1.2
// Seeing through the thicket in a shell: what applies to whom, what an administration lacks, what
// an offer costs – each in the formats that programs read.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

after(walk.cleanUp);

const lines = (text) => text.trim().split('\n').map((line) => JSON.parse(line));
const cents = (amount) => Math.round(Number(amount) * 100);

describe('steering', { skip: walk.skip }, () => {
  let data;
  before(async () => {
    data = await walk.demoFolder();
  });
  const run = (...words) => walk.gordion(...words, `--data=${data}`);

  test('which of all services apply, with reasons', async () => {
    const all = lines((await run('obligation', 'list', '010545459', '--duty=all', '--json')).out);
    assert.equal(all.length, 5249);
    assert.ok(all.every(({ reason }) => reason.length > 10));
    const tax = all.find(({ key }) => key === walk.dogTax);
    assert.deepEqual([tax.duty, tax.basis, tax.offered], ['applies', 'own_statute', 'gordion']);
    const kreis = lines((await run('obligation', 'list', '01054', '--json')).out);
    assert.ok(kreis.length > 0 && kreis.every(({ duty }) => duty === 'applies'));
    assert.ok(!kreis.some(({ key }) => key === walk.dogTax));
    const unknown = await run('obligation', 'list', '999999999');
    assert.equal(unknown.status, 2);
    assert.match(unknown.err, /regions\.unknown_ars/);
  });

  test('what an administration lacks, for people and pipelines', async () => {
    const text = await run('conformity', 'check', '--administration=010545459');
    assert.equal(text.status, 1);
    assert.match(text.out, /NL4 {2}nicht prüfbar[^]*declared\.notice_rule/);
    assert.match(text.out, /P-1 {2}erfüllt/);
    const declared = join(data, 'declared.toml');
    writeFileSync(declared, 'notice_rule = true\n');
    const words = ['conformity', 'check', 'hundesteuer-anmeldung', '--administration=010545459',
      `--declarations=${declared}`];
    const reports = JSON.parse((await run(...words, '--format=json')).out);
    const nl4 = reports[0].requirements.find(({ id }) => id === 'NL4');
    assert.equal(nl4.outcome, 'met');
    assert.ok(nl4.evidence.some(({ kind }) => kind === 'declared'));
    assert.ok(nl4.evidence.some(({ kind }) => kind === 'system'));
    const all = ['conformity', 'check', '--administration=010545459'];
    assert.match((await run(...all, '--format=junit')).out, /<testsuites>[^]*<testsuite /);
    const sarif = JSON.parse((await run(...all, '--format=sarif')).out);
    assert.ok(sarif.runs.length > 1 && sarif.runs.every(({ results }) => results.length > 0));
    const html = (await run(...all, '--format=html')).out;
    assert.match(html, /^<!doctype html>[^]*NL4[^]*<\/html>\s*$/);
    assert.equal((await run('conformity', 'check')).status, 2);
  });

  test('evidence measured elsewhere joins', async () => {
    const evidence = join(data, 'axe.json');
    writeFileSync(evidence, JSON.stringify({ system: { accessibility: { without_title: 2 } } }));
    const { out } = await run('conformity', 'check', join(walk.root, 'packages/hundesteuer-anmeldung'),
      '--catalogue=barrierefreiheit', `--evidence=${evidence}`, '--format=json');
    const seen = JSON.parse(out).requirements.flatMap((one) => one.evidence);
    assert.ok(seen.some(({ path, value }) => path === 'system.accessibility.without_title' && value === 2));
  });

  test('what an offer costs whom, to the cent', async () => {
    const numbers = join(data, 'uses.csv');
    writeFileSync(numbers, 'ars;uses;target_group\n010545459;30;\n083110000;1200;\n');
    const shares = lines((await run('offer', 'costs', 'meldebescheinigung', '--year=2026',
      `--numbers=${numbers}`, '--json')).out);
    assert.ok(shares.length > 2);
    assert.equal(shares.reduce((sum, { amount }) => sum + cents(amount), 0), 3_200_000);
    for (const share of shares) {
      assert.equal(share.parts.reduce((sum, { amount }) => sum + cents(amount), 0), cents(share.amount));
    }
    const uses = shares.find(({ id }) => id === '083110000').parts.find(({ key }) => key === 'uses');
    assert.deepEqual([uses.value, uses.sum], [1200, 1230]);
    writeFileSync(numbers, 'ars;uses;target_group\n010545459;many;\n');
    const wrong = await run('offer', 'costs', 'meldebescheinigung', `--numbers=${numbers}`);
    assert.equal(wrong.status, 2);
    assert.match(wrong.err, /line 2/);
  });

  test('a Land pays for its municipalities by one value', async () => {
    const set = await run('parameter', 'set', '--package=meldebescheinigung', '--key=cost_payer',
      '--value=01', '--area=01', '--from=2026-01-01');
    assert.equal(set.status, 0, set.err);
    const numbers = join(data, 'uses.csv');
    writeFileSync(numbers, 'ars;uses;target_group\n010545459;30;\n');
    const shares = lines((await run('offer', 'costs', 'meldebescheinigung', '--year=2026',
      `--numbers=${numbers}`, '--json')).out);
    assert.equal(shares.find(({ id }) => id === '010545459').payer, '01');
  });
});

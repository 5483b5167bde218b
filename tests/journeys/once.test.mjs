// SPDX-License-Identifier: EUPL-1.2
// `gordion demo --once` is what a newcomer runs first: it says what happened and leaves proof.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cleanUp, gordion, makeFolder, skip } from './support.mjs';

after(cleanUp);

test('the whole journey happens unattended', { skip, timeout: 600_000 }, async () => {
  const folder = makeFolder();
  const done = await gordion('demo', '--once', `--data=${folder}`);
  assert.equal(done.status, 0, done.out + done.err);
  assert.match(done.out, /All of it happened/);
  assert.doesNotMatch(done.out, /FAIL/);
  const bescheid = readFileSync(join(folder, 'once', 'Bescheid.pdf'));
  assert.equal(bescheid.subarray(0, 5).toString('latin1'), '%PDF-');
  const report = JSON.parse(readFileSync(join(folder, 'once', 'report.json'), 'utf8'));
  assert.ok(report.steps.length > 20, 'every step is reported');
  assert.ok(report.steps.every((step) => step.happened));
});

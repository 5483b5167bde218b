// SPDX-License-Identifier: EUPL-1.2
// What a form of any schema has to do in a browser: long lists are searched, several files are
// shown and taken away, and a draft in two windows loses nothing. With scripts and without.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

const field = (id, label, count, art, type, more = '') =>
  `<x:struktur><x:anzahl>${count}</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>${id}` +
  `</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>${label}</x:name>` +
  `<x:bezeichnungEingabe>${label}</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code>` +
  `</x:schemaelementart><x:feldart><code>${art}</code></x:feldart><x:datentyp><code>${type}</code>` +
  `</x:datentyp>${more}</x:datenfeld></x:enthaelt></x:struktur>`;

const states =
  '<x:codelisteReferenz><x:canonicalIdentification>' +
  'urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat' +
  '</x:canonicalIdentification></x:codelisteReferenz>';

/** A journey: a name, one state and up to four out of a list of two hundred, up to three files. */
const schema =
  '<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0">' +
  '<x:stammdatenschema><x:identifikation><x:id>S99000000901</x:id><x:version>1.0.0</x:version>' +
  '</x:identifikation><x:name>Reise</x:name><x:bezeichnung>Reise</x:bezeichnung>' +
  '<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeldgruppe><x:identifikation>' +
  '<x:id>G1</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Reise</x:name>' +
  '<x:bezeichnungEingabe>Reise</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code>' +
  '</x:schemaelementart>' +
  field('F1', 'Wie heißen Sie?', '1:1', 'input', 'text', '<x:praezisierung maxLength="50"/>') +
  field('F2', 'Wohin reisen Sie?', '1:1', 'select', 'text', states) +
  field('F3', 'Bilder der Reise', '0:3', 'input', 'file') +
  '</x:datenfeldgruppe></x:enthaelt></x:struktur>' +
  '</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg' +
    'gg==',
  'base64',
);
const picture = (name) => ({ name, mimeType: 'image/png', buffer: pixel });

let folder;
let preview;
let chromium;
let gordion;

async function startPreview() {
  folder = mkdtempSync(join(tmpdir(), 'gordion-preview.'));
  const file = join(folder, 'reise.xdf.xml');
  writeFileSync(file, schema);
  const server = spawn(walk.binary, ['form', 'preview', file, '--port=0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const line = said.match(/^Preview on (\S+)$/m);
      if (line) resolve(line[1]);
    });
    server.once('exit', () => reject(new Error(`The preview ended: ${said}`)));
  });
  return {
    url,
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

before(async () => {
  if (walk.skip) return;
  [preview, gordion, chromium] = await Promise.all([
    startPreview(),
    walk.startGordion(),
    walk.openChromium(),
  ]);
});

after(async () => {
  await chromium?.close();
  await preview?.stop();
  await gordion?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function openPreview(options) {
  const page = await walk.newPerson(chromium, preview.url, options);
  await page.goto('/');
  assert.match(await page.locator('body').innerText(), /Vorschau/);
  return page;
}

/** What would be handed over. */
async function fachdaten(page) {
  const answer = await page.request.get('/fachdaten?raw=1');
  return answer.json();
}

const matches = (page) => page.locator('.lookup__matches');

describe('A long list', { skip: walk.skip, timeout: 600_000 }, () => {
  test('is searched while typing', async () => {
    const page = await openPreview();
    await page.getByLabel('Wie heißen Sie?').fill('Erika');
    await page.getByLabel('Wohin reisen Sie?').first().pressSequentially('guin');
    await matches(page).getByLabel('Äquatorialguinea').waitFor();
    assert.ok((await matches(page).getByRole('radio').count()) > 1, 'several states fit');
    assert.equal(new URL(page.url()).search, '', 'the page stayed where it was');
    await matches(page).getByLabel('Äquatorialguinea').check();
    await walk.press(page, 'Weiter');
    assert.deepEqual(await fachdaten(page), { G1: { F1: 'Erika', F2: '274' } });
    await page.context().close();
  });

  test('is searched without script, and what else was typed stays', async () => {
    const page = await openPreview({ javaScriptEnabled: false });
    await page.getByLabel('Wie heißen Sie?').fill('Erika');
    await page.getByLabel('Wohin reisen Sie?').first().fill('guin');
    await walk.activate(page, page.getByRole('button', { name: /^Suchen/ }));
    assert.equal(await page.getByLabel('Wie heißen Sie?').inputValue(), 'Erika');
    assert.equal(await page.locator('#fehler').count(), 0, 'searching is no mistake');
    await matches(page).getByLabel('Äquatorialguinea').press('Space');
    await walk.press(page, 'Weiter');
    assert.deepEqual(await fachdaten(page), { G1: { F1: 'Erika', F2: '274' } });
    await page.context().close();
  });

  test('takes a text that only one entry fits, and says so when none does', async () => {
    const page = await openPreview({ javaScriptEnabled: false });
    await page.getByLabel('Wie heißen Sie?').fill('Erika');
    await page.getByLabel('Wohin reisen Sie?').first().fill('Atlantis');
    await walk.press(page, 'Weiter');
    assert.match(await page.title(), /^Fehler: /);
    assert.deepEqual(await fachdaten(page), {}, 'nothing is half stored');
    await page.getByLabel('Wohin reisen Sie?').first().fill('frankreich');
    await walk.press(page, 'Weiter');
    assert.deepEqual(await fachdaten(page), { G1: { F1: 'Erika', F2: '129' } });
    await page.context().close();
  });
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  describe(`Uploads ${how}`, { skip: walk.skip, timeout: 600_000 }, () => {
    test('are shown as pictures, several to a question, and taken away one by one', async () => {
      const page = await openPreview({ javaScriptEnabled });
      await page.getByLabel('Wie heißen Sie?').fill('Erika');
      await page
        .getByLabel('Bilder der Reise')
        .setInputFiles([picture('meer.png'), picture('berg.png')]);
      await walk.press(page, 'Weiter');
      assert.match(await page.title(), /^Fehler: /, 'the state is missing');
      const shown = page.locator('img.uploaded__picture');
      assert.equal(await shown.count(), 2, 'files stay when another answer is faulty');
      for (const image of await shown.all()) {
        assert.match(await image.getAttribute('alt'), /(meer|berg)\.png/);
        const url = await image.getAttribute('src');
        const answer = await page.request.get(url);
        assert.equal(answer.headers()['content-type'], 'image/png');
        assert.deepEqual(await answer.body(), pixel);
        // Loaded by the page itself: no rule of the page forbids it.
        if (javaScriptEnabled) {
          await image.evaluate((element) => element.decode());
          assert.equal(await image.evaluate((element) => element.naturalWidth), 1);
        }
      }
      const remove = page.locator('.uploaded', { hasText: 'meer.png' }).getByRole('checkbox');
      await (javaScriptEnabled ? remove.check() : remove.press('Space'));
      await page.getByLabel('Wohin reisen Sie?').first().fill('frankreich');
      await walk.press(page, 'Weiter');
      const { F3: files } = (await fachdaten(page)).G1;
      assert.deepEqual(files.map((file) => file.name), ['berg.png']);
      await page.context().close();
    });

    test('that lie about their type are refused and not kept', async () => {
      const page = await openPreview({ javaScriptEnabled });
      await page.getByLabel('Wie heißen Sie?').fill('Erika');
      await page.getByLabel('Wohin reisen Sie?').first().fill('frankreich');
      await page.getByLabel('Bilder der Reise').setInputFiles({
        name: 'meer.png',
        mimeType: 'image/png',
        buffer: Buffer.from('<html><script>document.title = "übernommen"</script></html>'),
      });
      await walk.press(page, 'Weiter');
      assert.match(await page.title(), /^Fehler: /);
      assert.match(await page.locator('#fehler').innerText(), /Format/);
      assert.equal(await page.locator('.uploaded').count(), 0);
      assert.deepEqual(await fachdaten(page), {});
      await page.context().close();
    });
  });

  describe(`Two windows ${how}`, { skip: walk.skip, timeout: 600_000 }, () => {
    test('say what the other one saved, and keep what was typed', async () => {
      const first = await walk.newPerson(chromium, gordion.url, { javaScriptEnabled });
      await walk.begin(first, walk.dogTax, walk.groede);
      const second = await walk.newTab(first);
      await second.goto(first.url());
      await walk.answerAndGoOn(first, { ...walk.keeper, Vorname: 'Ada' });
      await walk.answerAndGoOn(second, { ...walk.keeper, Vorname: 'Otto' });
      assert.match(await second.locator('main').innerText(), /anderen Fenster gespeichert: Ada/);
      assert.equal(await second.getByLabel('Vorname').inputValue(), 'Otto');
      await walk.press(second, 'Weiter');
      assert.notEqual(await walk.heading(second), 'Wer hält den Hund?', 'now knowingly');
      await walk.follow(second, 'Zurück');
      assert.equal(await second.getByLabel('Vorname').inputValue(), 'Otto');
      await first.context().close();
    });
  });
}

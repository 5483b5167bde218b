// SPDX-License-Identifier: EUPL-1.2
// What a provider reads in a shell before anything is published.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as walk from './support.mjs';

const { skip } = walk;
after(walk.cleanUp);

const list =
  '<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"><Identification>' +
  '<ShortName>Farben</ShortName><Version>1</Version><CanonicalUri>urn:example:farben</CanonicalUri>' +
  '<CanonicalVersionUri>urn:example:farben_1</CanonicalVersionUri></Identification><ColumnSet>' +
  '<Column Id="c" Use="required"><ShortName>c</ShortName><Data Type="string"/></Column>' +
  '<Column Id="n" Use="required"><ShortName>n</ShortName><Data Type="string"/></Column>' +
  '<Key Id="k"><ShortName>k</ShortName><ColumnRef Ref="c"/></Key></ColumnSet><SimpleCodeList><Row>' +
  '<Value ColumnRef="c"><SimpleValue>rot</SimpleValue></Value>' +
  '<Value ColumnRef="n"><SimpleValue>Rot</SimpleValue></Value></Row></SimpleCodeList></gc:CodeList>';

const schema =
  '<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0">' +
  '<x:stammdatenschema><x:identifikation><x:id>S99000000903</x:id><x:version>1.0.0</x:version>' +
  '</x:identifikation><x:name>Farbe</x:name><x:bezeichnung>Farbe</x:bezeichnung><x:struktur>' +
  '<x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>F99000000903</x:id>' +
  '<x:version>1.0.0</x:version></x:identifikation><x:name>Farbe</x:name>' +
  '<x:bezeichnungEingabe>Farbe</x:bezeichnungEingabe><x:schemaelementart><code>ABS</code>' +
  '</x:schemaelementart><x:feldart><code>select</code></x:feldart><x:datentyp><code>text</code>' +
  '</x:datentyp><x:codelisteReferenz><x:canonicalIdentification>urn:example:farben' +
  '</x:canonicalIdentification></x:codelisteReferenz></x:datenfeld></x:enthaelt></x:struktur>' +
  '</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>';

function writeFiles(files) {
  const folder = walk.makeFolder();
  return Object.entries(files).map(([name, text]) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
}

test('a list that was imported is asked for by the forms of a shell', { skip }, async () => {
  const data = `--data=${walk.makeFolder()}`;
  const [farben, form, blue] = writeFiles({
    'farben.gc.xml': list,
    'farbe.xdf.xml': schema,
    'blau.json': '{"F99000000903":"blau"}',
  });
  const check = () => walk.gordion('form', 'check', `--schema=${form}`, blue, data);
  const before = await check();
  assert.match(before.out, /forms\.code_list_missing[^]*Valid\.\n$/, 'nobody has the list yet');
  assert.equal((await walk.gordion('db', 'migrate', data)).status, 0);
  assert.equal((await walk.gordion('codelist', 'import', farben, data)).status, 0);
  const now = await check();
  assert.doesNotMatch(now.out, /code_list_missing/);
  assert.match(now.out, /forms\.code_unknown/);
  assert.equal(now.status, 1);
});

test('the quality of a schema is also that of its rules', { skip }, async () => {
  const shipped = readFileSync(
    join(walk.root, 'packages/feuerwerk-anzeige/schema.xdf.xml'), 'utf8');
  const [odd] = writeFiles({
    'odd.xdf.xml': shipped.replace('F99000000432 "Beginn" liegen', 'F99000000999 "Beginn" liegen'),
  });
  const checked = await walk.gordion('schema', 'check', odd);
  assert.match(checked.out, /warning: line \d+: .*F99000000999.*\[fim\.freitext\.reference_unres/);
});

test('notes of one kind are one line, unless somebody wants to see each', { skip }, async () => {
  const folder = join(walk.root, 'packages/hundesteuer-anmeldung');
  const lines = async (...more) =>
    (await walk.gordion('service', 'check', folder, ...more)).out
      .split('\n').filter((line) => line.includes('forms.rule_replaced'));
  const short = await lines();
  assert.equal(short.length, 1);
  const count = Number(short[0].match(/^note: (\d+) times: /)[1]);
  assert.ok(count > 1);
  assert.equal((await lines('--verbose')).length, count);
  assert.equal((await lines('--json')).length, count);
});

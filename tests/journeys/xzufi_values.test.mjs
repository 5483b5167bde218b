// SPDX-License-Identifier: EUPL-1.2
// What online services of XZuFi say becomes values of a package: where each one stands, what is
// not taken and why, and that what people have chosen stays.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

after(walk.cleanUp);

const dog = 'hundesteuer-anmeldung';
const amt = '010545459';
const pellworm = '010545459103';
const groede = walk.groede;

const newRate = `
[[parameter]]
key = "neuer_satz"
xzufi = "NeuerSatz"
class = "e"
type = "money"
levels = ["verband", "gemeinde"]
required = true
legal_ground = "Satzung"
label.de = "Neuer Satz"
label.en = "New rate"
label.ls = "Neuer Satz"
`;

const ref = (name, id) => `<x:${name} schemeAgencyID="R">${id}</x:${name}>`;
const area = (id, coding) =>
  `<x:gebiet>${ref('id', id)}<x:verwaltungspolitischeKodierung>${coding}` +
  '</x:verwaltungspolitischeKodierung></x:gebiet>';

/** An online service for the dog tax in an area, with these parameters. */
function onlineService(id, areaId, parameters) {
  const list = Object.entries(parameters).map(
    ([name, value]) =>
      `<x:parameter><x:parameterName>${name}</x:parameterName>` +
      `<x:parameterWert>${value}</x:parameterWert></x:parameter>`,
  );
  return (
    `<x:onlinedienst>${ref('id', id)}${list.join('')}<x:zustaendigkeit>` +
    `${ref('leistungID', 'L')}${ref('gebietID', areaId)}</x:zustaendigkeit></x:onlinedienst>`
  );
}

const message =
  '<x:transfer xmlns:x="http://xoev.de/schemata/xzufi/2_2_0"><x:nachrichtenkopf>' +
  '<x:nachrichtenID>m-1</x:nachrichtenID>' +
  '<x:erstellungszeitpunkt>2026-05-04T10:00:00</x:erstellungszeitpunkt></x:nachrichtenkopf>' +
  `<x:schreibe><x:leistung>${ref('id', 'L')}<x:referenzLeiKa><code>${walk.dogTax}</code>` +
  '</x:referenzLeiKa></x:leistung>' +
  area('land', '<x:bundesland><code>01</code></x:bundesland>') +
  area('groede', '<x:gemeindeschluessel><code>01054039</code></x:gemeindeschluessel>') +
  area('pellworm', '<x:gemeindeschluessel><code>01054103</code></x:gemeindeschluessel>') +
  onlineService('od-land', 'land', {
    rechtsbehelf_art: 'widerspruch',
    hinweis_hundemarke: 'Die Marke ist zu tragen.',
  }) +
  onlineService('od-groede', 'groede', { satz_erster_hund: '20,00 €' }) +
  onlineService('od-pellworm', 'pellworm', {
    satz_erster_hund: '84,00',
    satz_zweiter_hund: 'viel',
    satzung_url: 'https://example.org/satzung',
    NeuerSatz: '12,50',
    gibt_es_nicht: '1',
  }) +
  onlineService('od-a', 'pellworm', { kassenzeichen_praefix: 'A' }) +
  onlineService('od-b', 'pellworm', { kassenzeichen_praefix: 'B' }) +
  '</x:schreibe></x:transfer>';

describe('values from XZuFi', { skip: walk.skip }, () => {
  let data;
  const run = async (...words) => {
    const ended = await walk.gordion(...words, `--data=${data}`);
    return { ...ended, all: ended.out + ended.err };
  };
  const bring = (...words) =>
    run('parameter', 'import', '--from-xzufi', `--package=${dog}`, `--tenant=${amt}`, ...words);
  const show = (place) =>
    run('adoption', 'show', `--package=${dog}`, `--area=${place}`, '--explain');

  before(async () => {
    data = await walk.demoFolder();
    const folder = join(walk.makeFolder(), dog);
    cpSync(join(walk.root, 'packages', dog), folder, { recursive: true });
    const toml = join(folder, 'service.toml');
    const text = readFileSync(toml, 'utf8').replace('version = "1.0.0"', 'version = "1.1.0"');
    writeFileSync(toml, text + newRate);
    const published = await run('service', 'publish', folder, '--tenant=01');
    assert.equal(published.status, 0, published.all);
    const file = join(walk.makeFolder(), 'message.xml');
    writeFileSync(file, message);
    const imported = await run('xzufi', 'import', file);
    assert.equal(imported.status, 0, imported.all);
  });

  test('a look first changes nothing', async () => {
    const looked = await bring('--dry-run');
    assert.equal(looked.status, 1, looked.all);
    assert.match(looked.out, /0 of 3 changes written, 1 unchanged, 1 local choices kept/);
    assert.match((await bring('--dry-run')).out, /0 of 3 changes written/);
  });

  test('each value stands where it belongs, and every other one is named', async () => {
    const { out, all } = await bring();
    assert.match(out, /3 of 3 changes written, 1 unchanged, 1 local choices kept/);
    assert.match(out, new RegExp(`${amt} hinweis_hundemarke = Die Marke .*\\[xzufi:R/od-land\\]`));
    assert.match(out, new RegExp(`${pellworm} satzung_url = https:.*\\[xzufi:R/od-pellworm\\]`));
    assert.match(out, new RegExp(`${pellworm} neuer_satz = 12\\.50 `));
    assert.doesNotMatch(out, /rechtsbehelf_art/, 'what the Land has set goes on to be inherited');
    assert.match(all, /reuse\.import_conflict|by hand to another value/);
    assert.match(all, /no parameter that is called 'gibt_es_nicht'/);
    assert.match(all, /fault: R\/od-pellworm: satz_zweiter_hund/);
    assert.match(all, /disagree about 'kassenzeichen_praefix' in 010545459103 .*R\/od-a: A; R\/od-b: B/);
    assert.match(all, new RegExp(`says 'NeuerSatz' for ${groede}, and 'neuer_satz' is required`));
    assert.doesNotMatch(all, new RegExp(`says 'NeuerSatz' for ${pellworm}`));
    assert.match((await show(pellworm)).out, /satzung_url = https.*xzufi:R\/od-pellworm/);
    assert.match((await show(pellworm)).out, /satz_erster_hund = 40\.00/);
  });

  test('again, nothing changes', async () => {
    assert.match((await bring()).out, /0 of 0 changes written, 4 unchanged, 1 local choices kept/);
  });

  test('who asks for it gets the value of the source, where it belongs', async () => {
    const { out } = await bring('--replace');
    assert.match(out, new RegExp(`${pellworm} satz_erster_hund = 84\\.00`));
    assert.match((await show(pellworm)).out, /satz_erster_hund = 84\.00/);
    assert.match((await show(groede)).out, /satz_erster_hund = 20\.00/, 'nobody else gets it');
  });

  test('a source is named, and only one', async () => {
    const neither = await run('parameter', 'import', `--package=${dog}`);
    assert.equal(neither.status, 2);
    assert.match(neither.err, /one of both/);
    const unknown = await run('parameter', 'import', '--from-xzufi', `--package=${dog}`, '--tenant=999999999');
    assert.equal(unknown.status, 2);
    assert.match(unknown.err, /reuse\.tenant_unknown/);
  });
});

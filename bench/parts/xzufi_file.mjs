// SPDX-License-Identifier: EUPL-1.2
// Writes a synthetic XZuFi message: the same bytes for the same size, on every machine. Offices,
// numbers and texts are invented. By itself: node bench/parts/xzufi_file.mjs FILE MEGABYTES
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';

import { numbers, pad, sentence, words } from './synthetic.mjs';

const html = (next, paragraphs) => Array.from({ length: paragraphs }, () =>
  `&lt;p&gt;${sentence(next, 30)} &lt;b&gt;${sentence(next, 3)}&lt;/b&gt;.&lt;/p&gt;`).join('\n');

const id = (name, value) => `<x:${name} schemeAgencyID="B${value % 7}">${value}</x:${name}>`;
const code = (name, value) => `<x:${name}><code>${value}</code></x:${name}>`;
const text = (name, value, language = 'de') =>
  `<x:${name} languageCode="${language}">${value}</x:${name}>`;
const area = (next) => `<x:gebietID schemeAgencyID="B0">g${next(11000)}</x:gebietID>`;

function service(next, number) {
  const modules = ['02', '03', '05', '06', '07', '08', '09', '11', '16', '22'].map((module, at) =>
    `<x:modulText><x:positionDarstellung>${at}</x:positionDarstellung>${code('leikaTextmodul', module)}` +
    text('inhalt', at < 2 ? sentence(next, 5) : html(next, 1 + next(4))) +
    text('inhalt', at < 2 ? sentence(next, 5) : html(next, 1 + next(2)), 'en') + '</x:modulText>\n');
  return `<x:leistung>${id('id', number)}\n<x:referenzLeiKa><code>99${pad(number % 999, 3)}${pad(number % 97, 3)}` +
    `${pad(number % 53, 3)}000</code></x:referenzLeiKa>\n${modules.join('')}` +
    `<x:modulKosten><x:kosten>${code('typ', '001')}<x:fix><x:betrag>${next(200)}.00</x:betrag>${code('waehrung', 'EUR')}</x:fix></x:kosten></x:modulKosten>\n` +
    `<x:modulFrist><x:frist>${code('typ', '001')}<x:dauer><x:dauer>${1 + next(9)}</x:dauer>${code('einheit', 'WOCHE')}</x:dauer></x:frist></x:modulFrist>\n` +
    `${code('typisierung', '2/3')}${code('vertrauensniveau', '20')}<x:unbekanntesElement wert="1">bleibt</x:unbekanntesElement></x:leistung>`;
}

const entry = (next) => `<x:zustaendigkeit>${id('leistungID', next(4000) * 10)}${area(next)}${code('rolle', '01')}</x:zustaendigkeit>\n`;

function unit(next, number) {
  return `<x:organisationseinheit>${id('id', number)}${text('name', sentence(next, 3))}\n` +
    `<x:anschrift>${code('typ', '001')}<x:strasse>${words[next(words.length)]}</x:strasse><x:plz>${pad(next(99999), 5)}</x:plz></x:anschrift>\n` +
    Array.from({ length: 1 + next(20) }, () => entry(next)).join('') + '</x:organisationseinheit>';
}

function online(next, number) {
  return `<x:onlinedienst>${id('id', number)}${text('bezeichnung', sentence(next, 4))}\n` +
    `<x:link>${code('typ', '01')}<x:url>https://example.org/${number}</x:url></x:link>\n` +
    Array.from({ length: 1 + next(8) }, (_, at) => `<x:parameter><x:parameterName>p${at}</x:parameterName>` +
      `<x:parameterWert>${sentence(next, 2)}</x:parameterWert></x:parameter>\n`).join('') +
    entry(next) + '</x:onlinedienst>';
}

const gebiet = (next, number) =>
  `<x:gebiet><x:id schemeAgencyID="B0">g${number}</x:id>${text('bezeichnung', sentence(next, 2))}` +
  `<x:verwaltungspolitischeKodierung>${code('gemeindeschluessel', pad(1001000 + next(15000000), 8))}</x:verwaltungspolitischeKodierung></x:gebiet>`;
const relation = (next, number) =>
  `<x:zustaendigkeitOnlinedienst>${id('id', number)}${id('leistungID', next(4000) * 10)}${area(next)}` +
  `${id('onlinedienstID', next(40000) * 10 + 3)}</x:zustaendigkeitOnlinedienst>`;
const formular = (next, number) =>
  `<x:formular>${id('id', number)}${text('bezeichnung', sentence(next, 4))}<x:link><x:url>https://example.org/f/${number}</x:url></x:link></x:formular>`;
const variant = (next, number) =>
  `<x:spezialisierung>${id('id', number)}${id('leistungID', next(4000) * 10)}${area(next)}` +
  `<x:modulText>${code('leikaTextmodul', '06')}${text('inhalt', html(next, 2))}</x:modulText></x:spezialisierung>`;
const kinds = [service, unit, gebiet, online, relation, relation, formular, variant, relation, gebiet];

/** The file has at least so many bytes, and not more than one object above. */
export function writeXzufiFile(file, bytes) {
  const next = numbers(2026);
  const out = fs.openSync(file, 'w');
  let written = 0;
  let pending = '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<x:transfer xmlns:x="http://xoev.de/schemata/xzufi/2_2_0" xzufiVersion="2.2.0">\n' +
    '<x:nachrichtenkopf><x:nachrichtenID>synthetic</x:nachrichtenID>' +
    '<x:erstellungszeitpunkt>2026-05-01T00:00:00Z</x:erstellungszeitpunkt></x:nachrichtenkopf>\n';
  const flush = () => {
    written += fs.writeSync(out, pending);
    pending = '';
  };
  for (let number = 0; written < bytes; ++number) {
    pending += `<x:schreibe>\n${kinds[number % kinds.length](next, number)}\n</x:schreibe>\n`;
    if (pending.length > 100_000 || written + pending.length > bytes) flush();
  }
  pending += '</x:transfer>\n';
  flush();
  fs.closeSync(out);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeXzufiFile(process.argv[2], Number(process.argv[3]) * 1e6);
}

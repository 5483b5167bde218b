// SPDX-License-Identifier: EUPL-1.2
// Writes a synthetic XDatenfelder 3.0.0 message that is read without a fault. Ids and texts are
// invented; a field has about the 3 KB that fields of released schemas have.
// By itself: node bench/parts/xdf_file.mjs FILE MEGABYTES
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';

import { numbers, pad, sentence } from './synthetic.mjs';

const fieldsOfAGroup = 20;
const at = '2026-11-23T12:00:00Z';
const code = (name, value) => `<xdf:${name}><code>${value}</code></xdf:${name}>`;
const text = (name, value) => `<xdf:${name}>${value}</xdf:${name}>`;

const facts = (letter, number, name, next) =>
  `<xdf:identifikation><xdf:id>${letter}99${pad(number, 9)}</xdf:id><xdf:version>1.0.0</xdf:version></xdf:identifikation>` +
  text('name', name) + text('beschreibung', sentence(next, 90)) + text('definition', sentence(next, 60)) +
  `<xdf:bezug link="https://example.org/${number}">§ ${1 + next(99)} Beispielgesetz</xdf:bezug>` +
  code('freigabestatus', '6') + text('letzteAenderung', at);
const labels = (name, next) => text('bezeichnungEingabe', name) + text('bezeichnungAusgabe', name) +
  code('schemaelementart', 'ABS') + text('hilfetextEingabe', sentence(next, 60)) +
  text('hilfetextAusgabe', sentence(next, 60));
const placed = (count, element) =>
  `<xdf:struktur><xdf:anzahl>${count}</xdf:anzahl><xdf:enthaelt>\n${element}\n</xdf:enthaelt></xdf:struktur>\n`;

function field(next, number) {
  const name = sentence(next, 3);
  return `<xdf:datenfeld>${facts('F', number, name, next)}${labels(name, next)}` +
    `${code('feldart', 'input')}${code('datentyp', 'text')}<xdf:praezisierung maxLength="${1 + next(200)}"/>` +
    `${code('vorbefuellung', 'keine')}</xdf:datenfeld>`;
}

function group(next, number) {
  const name = sentence(next, 2);
  const fields = Array.from({ length: fieldsOfAGroup }, (_, i) =>
    placed('0:1', field(next, number * fieldsOfAGroup + i)));
  return `<xdf:datenfeldgruppe>${facts('G', number, name, next)}${labels(name, next)}${fields.join('')}</xdf:datenfeldgruppe>`;
}

/** At least `bytes`, by at most one group. */
export function writeXdfFile(path, bytes) {
  const next = numbers(7);
  const file = fs.openSync(path, 'w');
  let written = 0;
  const write = (piece) => (written += fs.writeSync(file, piece));
  write(`<?xml version="1.0" encoding="UTF-8"?>\n<xdf:xdatenfelder.stammdatenschema.0102 xmlns:xdf="urn:xoev-de:fim:standard:xdatenfelder_3.0.0">
<xdf:header><xdf:nachrichtID>synthetic</xdf:nachrichtID><xdf:erstellungszeitpunkt>${at}</xdf:erstellungszeitpunkt></xdf:header>
<xdf:stammdatenschema>${facts('S', 1, 'Großes Beispiel', next)}${text('bezeichnung', 'Großes Beispiel')}\n`);
  for (let number = 1; written < bytes; number += 1) write(placed('1:1', group(next, number)));
  write('</xdf:stammdatenschema></xdf:xdatenfelder.stammdatenschema.0102>\n');
  fs.closeSync(file);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeXdfFile(process.argv[2], Number(process.argv[3]) * 1e6);
}

// SPDX-License-Identifier: EUPL-1.2
// Reading XDatenfelder: beside the bare parser, and beside the npm package that reads them too.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';

import { peakOf } from './peak.mjs';
import { writeXdfFile } from './xdf_file.mjs';

const rounds = 5;
const largeBytes = 60e6;

/** Adds its rows through `add`; `root` is the project, `folder` a place for files. */
export function measureSchemaReading({ add, median, root, folder }) {
  const program =
    process.env.GORDION_XDF_BENCH ?? join(root, 'build/release/gordion_xdf_bench');
  const shared = join(root, '../shared/data/fim-xdf/v3-real');
  const isShared = fs.existsSync(shared);
  const files = isShared ? shared : join(root, 'packages');
  const groups = join(folder, 'groups');
  fs.mkdirSync(groups);
  const ask = (command, ...words) =>
    JSON.parse(execFileSync(command, words, { encoding: 'utf8', cwd: root }));
  const peer = () => ask('node', 'bench/peers/xdatenfelder.mjs', groups);
  const both = [];
  for (let round = 0; round < rounds; round += 1) {
    both.push({
      ours: ask(program, files, groups),
      first: ask(program, groups).ms,
      peer: peer(),
    });
  }
  const of = (pick) => median(both.map(pick));
  const { bytes, groups: messages, group_bytes: groupBytes } = both[0].ours;
  const what = isShared ? 'released schemas' : 'schemas of packages/';
  const rate = (size, ms) => `${(size / ms / 1e3).toFixed(0)} MB/s`;

  const ratio = of((each) => each.ours.bare_ms / each.ours.read_ms);
  add(`reading ${both[0].ours.files} ${what}`, rate(bytes, of((each) => each.ours.read_ms)),
    `bare libxml2 SAX pass ${rate(bytes, of((each) => each.ours.bare_ms))}`, ratio.toFixed(2),
    '≥ 0.5', ratio >= 0.5);
  const once = of((each) => each.peer.first_ms / each.first);
  add(`… their ${messages} groups, once in a fresh process`,
    `${of((each) => each.first).toFixed(1)} ms`,
    `xdatenfelder-xml ${of((each) => each.peer.first_ms).toFixed(0)} ms`, once.toFixed(1), '≥ 20',
    once >= 20);
  const warm = of((each) => each.peer.warm_ms / each.ours.group_ms);
  add('… the same again and again', rate(groupBytes, of((each) => each.ours.group_ms)),
    `xdatenfelder-xml ${rate(groupBytes, of((each) => each.peer.warm_ms))}`, warm.toFixed(1),
    'reported', true);
}

/** A message of tens of megabytes, read and kept by the commands that people use. */
export async function measureLargeSchema({ add, binary, folder }) {
  const file = join(folder, 'large.xdf.xml');
  writeXdfFile(file, largeBytes);
  const megabytes = (fs.statSync(file).size / 1e6).toFixed(1);
  const read = await peakOf(binary, ['schema', 'read', file, '--json']);
  const kept = await peakOf(binary, ['schema', 'import', file, `--data=${join(folder, 'large')}`]);
  for (const [what, run] of [['schema read', read], ['schema import', kept]]) {
    add(`${what} of ${megabytes} MB, peak memory`, `${run.peakMb.toFixed(0)} MB`,
      `in ${(run.ms / 1000).toFixed(1)} s`, '', '< 150 MB', run.peakMb < 150);
  }
}

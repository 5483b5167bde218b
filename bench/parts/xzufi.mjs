// SPDX-License-Identifier: EUPL-1.2
// The import of a large XZuFi message from the command line: its memory and its time.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';

import { peakOf } from './peak.mjs';
import { writeXzufiFile } from './xzufi_file.mjs';

const bytes = 60e6;

/** Adds its rows through `add`. With directory and catalogue in memory, as in real life. */
export async function measureXzufi({ add, root, binary, folder }) {
  const data = `--data=${join(folder, 'xzufi')}`;
  const file = join(folder, 'message.xml');
  writeXzufiFile(file, bytes);
  const directory = join(root, 'data/gemeindeverzeichnis/GV100AD_30112025.txt');
  execFileSync(binary, ['regions', 'import', directory, data]);
  execFileSync(binary, ['catalogue', 'import', join(root, 'data/ozg-katalog'), data]);
  const first = await peakOf(binary, ['xzufi', 'import', file, data]);
  const again = await peakOf(binary, ['xzufi', 'import', file, data]);
  const megabytes = (fs.statSync(file).size / 1e6).toFixed(1);
  add(`XZuFi import of ${megabytes} MB, peak memory`, `${first.peakMb.toFixed(0)} MB`, '', '',
    '< 150 MB', first.peakMb < 150);
  add('… duration, into SQLite', `${(first.ms / 1000).toFixed(1)} s`,
    `judged only ${(again.ms / 1000).toFixed(1)} s`, (first.ms / again.ms).toFixed(1),
    'reported', true);
}

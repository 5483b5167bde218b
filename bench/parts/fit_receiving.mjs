// SPDX-License-Identifier: EUPL-1.2
// The receive pipeline of FIT-Connect beside the private operations that openssl counts.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export function measureFitReceiving({ add, median, root }) {
  const program =
    process.env.GORDION_RECEIVE_BENCH ?? join(root, 'build/release/gordion_receive_bench');
  const lines = execFileSync(program, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .trim().split('\n').map((line) => JSON.parse(line)).filter(({ openssl }) => openssl);
  const perSecond = (name) => `${Math.round(median(lines.map((line) => line[name])))}/s`;
  const ratio = median(lines.map((line) => line.ratio));
  add('receiving over FIT-Connect, private operations', perSecond('private_operations_per_s'),
    `openssl speed rsa4096 ${perSecond('openssl')}`, ratio.toFixed(2), '≥ 0.9', ratio >= 0.9);
}

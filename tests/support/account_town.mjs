// SPDX-License-Identifier: EUPL-1.2
// A Gordion where the dog tax wants a citizen account of level 30, and a real provider of accounts
// for it. Both on free ports.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as walk from '../journeys/support.mjs';
import { clientSecret, settings, startProvider } from './oidc_provider.mjs';

function writePackages(folder) {
  cpSync(join(walk.root, 'packages'), join(folder, 'packages'), { recursive: true });
  symlinkSync(join(walk.root, 'data'), join(folder, 'data'));
  const file = join(folder, 'packages/hundesteuer-anmeldung/service.toml');
  const strict = readFileSync(file, 'utf8')
    .replace('trust_level = "00"', 'trust_level = "30"')
    .replace('[recipient]', '[account]\nkinds = ["citizen"]\n\n[recipient]');
  writeFileSync(file, strict);
}

/** { gordion, provider }; walk.cleanUp() and provider.stop() end them. */
export async function startAccountTown() {
  const folder = walk.makeFolder();
  writePackages(folder);
  // Both must know the other's address before they start.
  const port = await walk.freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = await startProvider({ redirectUri: `${url}/anmelden/zurueck/konto` });
  mkdirSync(join(folder, 'state'));
  writeFileSync(join(folder, 'konto.secret'), `${clientSecret}\n`);
  const config = join(folder, 'gordion.toml');
  writeFileSync(
    config,
    `data_folder = "state"\nproduct_data = "data"\nbase_url = "${url}"\n${settings(provider.issuer)}`,
  );
  const words = ['demo', `--config=${config}`];
  const gordion = await walk.serve(join(folder, 'state'), { words, listen: `127.0.0.1:${port}` });
  return { gordion, provider };
}

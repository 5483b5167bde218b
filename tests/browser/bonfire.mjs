// SPDX-License-Identifier: EUPL-1.2
// The test package that declares copies, conditions, a consultation and automatic issue, joined
// by Amt Pellworm in a running demonstration; and how a citizen applies with it.
import * as walk from './support.mjs';

export const bonfire = '99063010006000';
const id = 'osterfeuer-genehmigung';

/** Publishes, joins, registers the other authority (Kreis Nordfriesland) with an account. */
export async function joinBonfires(gordion) {
  await gordion.run(['service', 'publish', `tests/packages/${id}`]);
  const values = {
    authority_street: 'Uthlandestraße 1',
    authority_email: 'amt@example.de',
    authority_phone: '04844 1',
    authority_hours: 'Mo–Fr 9–12 Uhr',
  };
  await gordion.run([
    'adoption',
    'add',
    '--administration=010545459',
    `--package=${id}`,
    ...Object.entries(values).map(([key, value]) => `--set=${key}=${value}`),
  ]);
  for (const [tenant, receiver, name] of [
    ['01054', 'naturschutz', 'Kreis Nordfriesland'],
    ['010545459-feuerwehr', 'feuerwehr', 'Feuerwehr Pellworm'],
  ]) {
    await gordion.run([
      'destination',
      'add',
      `--tenant=${tenant}`,
      `--receiver=${receiver}`,
      `--area=${tenant.split('-')[0]}`,
      `--name=${name}`,
    ]);
  }
  await gordion.run(
    [
      'account',
      'add',
      '--tenant=01054',
      '--name=natur@kreis.demo',
      '--shown-as=Naturschutz',
      '--role=case_worker',
    ],
    `${walk.password}\n`,
  );
}

/** From the first page to the summary: a fire in a nature reserve. */
export async function applyForFire(page) {
  await walk.begin(page, bonfire, walk.groede);
  await walk.answerAndGoOn(page, {
    Vorname: 'Erika',
    Familienname: 'Beispiel',
    'E-Mail-Adresse': 'erika@beispiel.example',
  });
  await walk.answerAndGoOn(page, walk.home);
  await walk.answerAndGoOn(page, {
    'Tag des Feuers': '27.3.2027',
    'Durchmesser in Metern': '2',
    'Wo brennt es?': 'Auf der Wiese',
    'Liegt die Stelle in einem Schutzgebiet?': 'Ja',
  });
  await walk.answerAndGoOn(page, { 'Name des Schutzgebiets': 'Hamburger Hallig' });
  await walk.press(page, 'Weiter');
}

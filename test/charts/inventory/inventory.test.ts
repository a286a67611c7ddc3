import { describe, expect, it, test } from 'vitest';
import {
  FORM,
  type Inventory,
  inventoryText,
  isInventoryOf,
  type Origin,
  readInventory,
} from '../../../scripts/charts/inventory/inventory.ts';
import { whyOld } from '../../../scripts/charts/inventory/staleness.ts';

const origin: Origin = {
  cluster: 'east',
  unit: 'keda',
  release: 'keda',
  namespace: 'keda',
  chart: 'keda',
  version: '1.2.3',
  archive: `sha256:${'a'.repeat(64)}`,
  values: `sha256:${'b'.repeat(64)}`,
  kubernetes: '1.34',
};

const role = (...verbs: string[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'keda' },
  rules: [
    { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] },
    { apiGroups: ['example.com'], resources: ['carts'], verbs },
  ],
});

const inventory: Inventory = { ...origin, form: FORM, confirmed: true, objects: [role('get')] };

/** The lines of a text that another does not have. */
function linesOnlyIn(text: string, other: string): readonly string[] {
  const known = new Set(other.split('\n'));
  return text.split('\n').filter((line) => !known.has(line));
}

describe('the text of an inventory', () => {
  it('is JSON that holds all of it, and is written the same again', () => {
    const text = inventoryText(inventory);
    expect(JSON.parse(text)).toEqual(inventory);
    const read = readInventory(text);
    expect(read && inventoryText(read)).toBe(text);
  });

  it('differs by the line of the fact that changed', () => {
    const [before, after] = [inventory, { ...inventory, objects: [role('get', 'delete')] }].map(
      inventoryText,
    );
    const changed = linesOnlyIn(after ?? '', before ?? '');
    expect(changed).toHaveLength(1);
    expect(changed[0]).toContain('"carts"');
    expect(changed[0]).toContain('"delete"');
  });

  it('has an item of a long list in a line of its own', () => {
    const verbs = Array.from({ length: 30 }, (_, index) => `verb-${index}`);
    const [before, after] = [verbs, [...verbs, 'escalate']].map((all) =>
      inventoryText({ ...inventory, objects: [role(...all)] }),
    );
    expect(linesOnlyIn(after ?? '', before ?? '').map((line) => line.trim())).toEqual([
      '"verb-29",',
      '"escalate"',
    ]);
  });
});

describe('a file is the inventory of a unit', () => {
  const text = inventoryText(inventory);
  test.each<[string, string, string, boolean]>([
    ['as it was written', 'keda', text, true],
    ['not of another unit', 'kiali', text, false],
    ['not edited', 'keda', text.replace('"get"]', '"*"]'), true],
    ['not with a blank', 'keda', text.replace('"unit":', '"unit" :'), false],
    ['not cut short', 'keda', text.slice(0, 100), false],
    ['not another JSON file', 'keda', '{}\n', false],
  ])('%s', (_, unit, given, expected) => {
    expect(isInventoryOf({ cluster: 'east', unit }, given)).toBe(expected);
  });
});

describe('an inventory is old', () => {
  const text = inventoryText(inventory);
  it.each<[keyof Origin, string | null, string]>([
    ['version', '1.2.4', 'it is of version 1.2.3, now 1.2.4'],
    [
      'archive',
      `sha256:${'c'.repeat(64)}`,
      `it is of the archive ${origin.archive}, now sha256:${'c'.repeat(64)}`,
    ],
    ['archive', null, `it is of the archive ${origin.archive}, now without a digest`],
    ['values', `sha256:${'c'.repeat(64)}`, 'the values have changed'],
    ['kubernetes', '1.35', 'it is of Kubernetes 1.34, now 1.35'],
    ['chart', 'kept', 'it is of the chart keda, now kept'],
    ['release', 'other', 'it is of the release keda, now other'],
    ['namespace', 'other', 'it is of the namespace keda, now other'],
  ])('where %s differs', (field, value, why) => {
    expect(whyOld({ ...origin, [field]: value }, text)).toBe(why);
  });

  it('where definitions are left out now, or were before', () => {
    const without: Origin = { ...origin, skipCrds: true };
    const other = inventoryText({ ...inventory, skipCrds: true });
    expect(whyOld(without, text)).toContain('it has the definitions of the chart');
    expect(whyOld(origin, other)).toContain('it has no definitions of the chart');
    expect(whyOld(without, other)).toBeUndefined();
    expect(isInventoryOf({ cluster: 'east', unit: 'keda' }, other)).toBe(true);
  });

  it('where there is none, none that can be read, or one of another form', () => {
    expect(whyOld(origin, undefined)).toBe('there is none');
    expect(whyOld(origin, '<<<<<<< ours')).toBe('it cannot be read');
    expect(whyOld(origin, inventoryText({ ...inventory, form: FORM + 1 }))).toContain('another version');
  });

  it('and is not where nothing differs', () => {
    expect(whyOld(origin, text)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { detectSourceType, KUSTOMIZATION_NAMES, type SourceType } from '../../src/discover/source-type.ts';

describe('detectSourceType', () => {
  it.each<[names: string[], type: SourceType]>([
    [[], 'Directory'],
    [['deployment.yaml', 'README.md'], 'Directory'],
    [['Chart.yaml', 'values.yaml'], 'Helm'],
    [['MyChart.yaml'], 'Helm'],
    [['myChart.yaml'], 'Helm'],
    [['.Chart.yaml'], 'Helm'],
    [['kustomization.yaml'], 'Kustomize'],
    [['kustomization.yml'], 'Kustomize'],
    [['Kustomization'], 'Kustomize'],
    [['chart.yaml'], 'Directory'],
    [['Chart.yml'], 'Directory'],
    [['Chart.yaml.bak'], 'Directory'],
    [['CHART.yaml'], 'Directory'],
    [['Kustomization.yaml'], 'Directory'],
    [['Kustomization.yml'], 'Directory'],
    [['kustomization'], 'Directory'],
    [['KUSTOMIZATION'], 'Directory'],
    [['mykustomization.yaml'], 'Directory'],
    [['Chart.yaml', 'kustomization.yaml'], 'Kustomize'],
    [['kustomization.yaml', 'Chart.yaml'], 'Kustomize'],
    [['Chart.yaml', 'Kustomization'], 'Kustomize'],
    [['MyChart.yaml', 'Kustomization'], 'Helm'],
    [['MyChart.yaml', 'kustomization.yaml'], 'Kustomize'],
    [['kustomization.yaml', 'myChart.yaml'], 'Helm'],
    [['myChart.yaml', 'kustomization.yml'], 'Helm'],
    [['kustomization.yml', 'zChart.yaml'], 'Helm'],
    [['kustomization.yaml', 'aChart.yaml'], 'Kustomize'],
  ])('%j: %s', (names, type) => {
    expect(detectSourceType(names)).toBe(type);
    expect(detectSourceType(new Set(names.toReversed()))).toBe(type);
  });

  it('leaves the list that it is given in its order', () => {
    const names = ['b.yaml', 'Chart.yaml', 'a.yaml'];
    detectSourceType(names);
    expect(names).toEqual(['b.yaml', 'Chart.yaml', 'a.yaml']);
  });
});

it('there are three names of a kustomization', () => {
  expect([...KUSTOMIZATION_NAMES]).toEqual(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);
});

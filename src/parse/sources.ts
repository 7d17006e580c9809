import type { SourceOf } from './manifests.ts';

/** The same files with something before their paths: the repository or the revision that they are of. */
export function withPrefix(prefix: string, sourceOf: SourceOf): SourceOf {
  return (text) => {
    const { file, rendered } = sourceOf(text);
    return { file: prefix + file, rendered };
  };
}

/** Manifests that stand in a file as they are. */
export function sourceOfFile(file: string): SourceOf {
  return () => ({ file, rendered: false });
}

/** Output of kustomize, which does not say where an object was written: the kustomization stands for it. */
export function sourceOfKustomization(file: string): SourceOf {
  return () => ({ file, rendered: true });
}

/** Output of a plugin: the app directory stands for what is in it. */
export function sourceOfPlugin(directory: string): SourceOf {
  return () => ({ file: directory, rendered: true });
}

/** The comment that helm puts before what a template printed: chart name, then the path in the chart. */
const SOURCE_COMMENT = /^# Source: [^/\n]+\/(.+)$/m;

/**
 * Output of helm: the template that printed the document. A template may print such a comment of its own, so that a path
 * which leaves the chart is not believed.
 */
export function sourceOfChart(directory: string): SourceOf {
  const inChart = (path: string) => (directory === '.' ? path : `${directory}/${path}`);
  return (text) => {
    const path = SOURCE_COMMENT.exec(text)?.[1]?.trim();
    const isInside = path !== undefined && !path.split('/').includes('..') && !path.startsWith('/');
    return { file: inChart(isInside ? path : 'Chart.yaml'), rendered: true };
  };
}

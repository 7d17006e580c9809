import { canonical } from '../judge/fingerprint.ts';
import type { Application } from '../model/application.ts';
import type { Target } from '../model/target.ts';

/** More Applications than these are taken for an explosion: a generator, or Applications that make Applications. */
export const MAX_APPLICATIONS = 50_000;

/** Applications of a run, each once, as targets. */
export class ApplicationBook {
  private readonly targets = new Map<string, Target>();

  get isFull(): boolean {
    return this.targets.size >= MAX_APPLICATIONS;
  }

  get isEmpty(): boolean {
    return this.targets.size === 0;
  }

  /**
   * Notes Applications.
   *
   * @returns those that are new; one that is found again, with the same spec, is the same
   */
  add(applications: readonly Application[]): Target[] {
    const added: Target[] = [];
    for (const application of applications) {
      const key = canonical([application.namespace, application.name, application.manifest.object.spec]);
      if (this.targets.has(key) || this.isFull) continue;
      const target = toTarget(application);
      this.targets.set(key, target);
      added.push(target);
    }
    return added;
  }
}

/** Unique but for Applications of one name in several control planes. */
export function idOfApplication({ namespace, name }: Application): string {
  return `application:${namespace === '' ? '' : `${namespace}/`}${name}`;
}

function toTarget(application: Application): Target {
  const { name, manifest, destination, sources } = application;
  const { file } = manifest.source;
  return {
    id: idOfApplication(application),
    name,
    kind: 'Application',
    path: sources.find(({ path }) => path !== undefined)?.path ?? file,
    definition: file,
    files: [],
    origin: 'scanned',
    application,
    placement: destination,
  };
}

/**
 * A source of an Argo CD Application to render: what the Application says, with override files merged in, and where its
 * files are.
 */
export interface SourceRequest {
  /** Absolute path of the checkout that holds the source, links resolved. */
  readonly root: string;
  /** The app directory, relative to the root, with `/`; `.` for the root. It exists, is a directory and inside the root. */
  readonly path: string;
  /** The block of the source's type as JSON: `spec.source.helm`, `.kustomize` or `.directory`; empty when there is none. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly application: {
    /** Without its namespace: the default name of a release. */
    readonly name: string;
    /** `<name>`, or `<namespace>_<name>` outside of the control plane's namespace. */
    readonly instanceName: string;
  };
  /** Of the destination; may be empty. */
  readonly namespace: string;
  /** The build environment: `ARGOCD_APP_NAME` and so on. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute roots of the checkouts that `$name/…` stands for, or why there is none. */
  readonly refs: ReadonlyMap<string, string | { readonly missing: string }>;
  /** Whether the Application has several sources, in which `$name` that is no reference is an error. */
  readonly isMultiSource: boolean;
  /** Of the destination's cluster; the renderer's own when not given. */
  readonly kubeVersion?: string | undefined;
  readonly apiVersions: readonly string[];
}

/** What a renderer printed. */
export interface RenderedSource {
  readonly text: string;
  /** What a reader should know: things that Argo CD leaves to chance, or that were done otherwise here. */
  readonly warnings: readonly string[];
  /** Whether something that was fetched is in it, which may be another thing the next time. */
  readonly isFetched?: boolean;
}

/** Where the objects of a target go. */
export interface Placement {
  /** Name of a cluster, or its URL. */
  readonly cluster: string;
  /** For objects that name none; empty when the Application gives none either. */
  readonly namespace: string;
}

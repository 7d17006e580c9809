/** The source of results where no policy that was given is: this program. */
export const OWN_SOURCE = 'pss-gate';

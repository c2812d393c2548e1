// What an answer says besides its data, which stands in its headers.

export interface Answer<Data> {
  readonly data: Data;
  /** What the server's log calls this request. */
  readonly requestId: string;
}

/** One resource. */
export interface Resource<Data> extends Answer<Data> {
  /** Its version, for `ifMatch`. */
  readonly etag: string;
}

/** A resource after a write. */
export interface Written<Data> extends Resource<Data> {
  /** It had been carried out before, with the same key, and has not been again. */
  readonly replayed: boolean;
  /** The write stands; lists will show it in a moment. */
  readonly pending: boolean;
}

/** All that may be said of any answer; each operation's type says which of it is. */
export type Said = Written<unknown> & { readonly next: string | undefined };

export async function readAnswer(response: Response): Promise<Said> {
  const { headers } = response;
  const body = (await response.json()) as object; // as every documented answer is
  return {
    // Probes answer without the wrapper.
    ...('data' in body ? body : { data: body }),
    requestId: headers.get('X-Request-Id') ?? '',
    // An empty one matches nothing: whoever cannot see the version does not overwrite it.
    etag: headers.get('ETag') ?? '',
    replayed: headers.has('Idempotent-Replayed'),
    pending: headers.has('Rendezvous-Read-Model'),
    // Only its query: the token goes nowhere but to where the client was told the API is.
    next: /<[^>?]*(\?[^>]*)>; *rel="next"/.exec(headers.get('Link') ?? '')?.[1],
  };
}

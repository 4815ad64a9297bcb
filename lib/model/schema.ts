// A JSON Schema with the TypeScript type of the values that it accepts.

declare const accepts: unique symbol;
declare const optional: unique symbol;

/** JSON Schema (draft 7, for ajv). `T` exists only at compile time. */
export interface Schema<T = unknown> {
  readonly [keyword: string]: unknown;
  readonly [accepts]?: T;
}

/** An optional property. */
export type OptionalSchema<T = unknown> = Schema<T> & { readonly [optional]: true };

/** The type of a value that the schema accepts, with defaults. */
export type Static<S extends Schema> = S extends Schema<infer T> ? T : never;

type Properties = Readonly<Record<string, Schema>>;
type OptionalKeys<P extends Properties> = {
  [K in keyof P]: P[K] extends OptionalSchema ? K : never;
}[keyof P];

/** The type of an object with these properties. */
export type StaticObject<P extends Properties> = {
  readonly [K in Exclude<keyof P, OptionalKeys<P>>]: Static<P[K]>;
} & { readonly [K in OptionalKeys<P>]?: Static<P[K]> };

// The syntax tree of templates.

export type Expression =
  | { readonly is: 'literal'; readonly value: string | number | boolean | null; readonly float?: boolean }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'list'; readonly items: readonly Expression[] }
  | { readonly is: 'dict'; readonly pairs: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly is: 'member'; readonly of: Expression; readonly key: Expression }
  | {
      readonly is: 'slice';
      readonly of: Expression;
      readonly from?: Expression;
      readonly to?: Expression;
      readonly step?: Expression;
    }
  | { readonly is: 'call'; readonly of: Expression; readonly args: Arguments }
  | { readonly is: 'filter'; readonly of: Expression; readonly name: string; readonly args: Arguments }
  | { readonly is: 'test'; readonly of: Expression; readonly name: string; readonly args: Arguments }
  | { readonly is: 'unary'; readonly sign: 'not' | '-' | '+'; readonly of: Expression }
  | { readonly is: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | {
      readonly is: 'choice';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise?: Expression;
    };

export interface Arguments {
  readonly places: readonly Expression[];
  readonly named: readonly (readonly [name: string, value: Expression])[];
}

export type Part =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'output'; readonly of: Expression }
  | { readonly is: 'if'; readonly branches: readonly Branch[] }
  | {
      readonly is: 'for';
      readonly names: readonly string[];
      readonly over: Expression;
      readonly only?: Expression;
      readonly body: readonly Part[];
      readonly otherwise: readonly Part[];
    }
  | { readonly is: 'set'; readonly name: string; readonly to: Expression };

export interface Branch {
  /** Absent for `else`. */
  readonly condition?: Expression;
  readonly body: readonly Part[];
}

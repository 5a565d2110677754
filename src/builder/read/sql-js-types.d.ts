/** The part of sql.js that the GeoPackage reader uses: it brings no types. */
declare module 'sql.js' {
  export type SqlValue = number | string | Uint8Array | null;
  export interface Statement {
    bind(values: SqlValue[]): boolean;
    step(): boolean;
    get(): SqlValue[];
    getColumnNames(): string[];
    free(): boolean;
  }
  export interface Database {
    prepare(sql: string): Statement;
    run(sql: string): Database;
    export(): Uint8Array;
    close(): void;
  }
  export interface SqlJs {
    Database: new (bytes?: Uint8Array) => Database;
  }
  export default function initSqlJs(): Promise<SqlJs>;
}

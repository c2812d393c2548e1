// All that the Worker has of Node, by the compatibility flag `nodejs_als`.

declare module 'node:async_hooks' {
  export class AsyncLocalStorage<Value> {
    run<Result>(value: Value, callback: () => Result): Result;
    getStore(): Value | undefined;
  }
}

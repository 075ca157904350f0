declare module "kafkajs/src/network/requestQueue/index.js" {
  /** What waits to be sent on one connection. kafkajs has no types for its inside. */
  export default class RequestQueue {
    pending: readonly unknown[]
    scheduleCheckPendingRequests(): void
  }
}

import RequestQueue from "kafkajs/src/network/requestQueue/index.js"

const { scheduleCheckPendingRequests } = RequestQueue.prototype

/**
 * kafkajs (2.2.4) looks every millisecond, for ever and on each connection, whether a request waits there, by a timer
 * that was due in 1970: an idle process keeps busy, and Bun warns of the timer. It need only look while one waits.
 */
RequestQueue.prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) scheduleCheckPendingRequests.call(this)
}

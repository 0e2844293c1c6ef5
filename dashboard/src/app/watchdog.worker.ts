/** Ticks twice a second from outside the page's own thread, where background throttling does not reach. */
setInterval(() => postMessage(0), 500);

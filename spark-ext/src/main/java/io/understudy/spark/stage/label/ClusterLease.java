package io.understudy.spark.stage.label;

import java.io.Serializable;

/**
 * What a JVM may do until it asks again.
 *
 * @param places requests in flight
 * @param requests requests that it may send
 * @param tokens tokens that these may use
 * @param delayNanos when it may begin to send them, from now on
 */
record ClusterLease(int places, long requests, long tokens, long delayNanos)
    implements Serializable {}

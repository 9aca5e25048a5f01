/** What istiod tells waypoints of ambient mode: the Services before which they stand. */
package io.istiodoctor.proxy.waypoint;

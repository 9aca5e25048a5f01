/**
 * Services and ServiceEntries: their ports and protocols, the pods behind them, how they are reached from outside, and which host means which.
 */
package io.istiodoctor.mesh.service;

package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.FieldRef;

/**
 * Why a condition does not hold, or what would decide whether it does.
 *
 * @param at the field that asks
 * @param words a clause: "the client's namespace legacy is none of shop"
 */
public record Ground(FieldRef at, String words) {}

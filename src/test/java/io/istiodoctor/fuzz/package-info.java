/**
 * Damaged input of every sort through everything that reads it: whatever comes, the answer is a result or one of the tool's own
 * errors. A hundred cases of each sort belong to every build; {@code mvn verify -Pfuzz} makes thousands, with another seed each time.
 */
package io.istiodoctor.fuzz;

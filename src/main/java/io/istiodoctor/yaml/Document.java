package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;

/**
 * One document of a text.
 *
 * @param root the whole document; a null {@link io.istiodoctor.model.Scalar} when it is empty
 * @param mark where its content begins
 */
public record Document(Node root, Mark mark) {}

package ai.zavora.architecture.mistakes.core.right;

import ai.zavora.architecture.mistakes.core.left.Left;

/** Half of a cycle. */
public final class Right {
    Left left;
}

package ai.zavora.architecture.mistakes.core.left;

import ai.zavora.architecture.mistakes.core.right.Right;

/** Half of a cycle. */
public final class Left {
    Right right;
}

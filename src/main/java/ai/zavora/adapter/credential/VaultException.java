package ai.zavora.adapter.credential;

import ai.zavora.core.credential.VaultProblem;

/** A vault that is there did not do what it was asked. */
final class VaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient VaultProblem problem;

    VaultException(VaultProblem problem) {
        super(problem.message());
        this.problem = problem;
    }

    VaultProblem problem() {
        return problem;
    }
}

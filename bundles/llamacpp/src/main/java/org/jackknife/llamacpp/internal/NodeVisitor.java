package org.jackknife.llamacpp.internal;

import java.lang.foreign.MemorySegment;

/** Looks at the nodes of a running computation. Calls come on the thread that computes, in the order of the nodes. */
interface NodeVisitor {

    /** Whether the result of this node is to be shown, which makes the computation pause after it. */
    boolean wants(MemorySegment node);

    /** Looks at a wanted node that was just computed; false ends the computation. */
    boolean computed(MemorySegment node);
}

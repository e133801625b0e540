/* Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

   How the loops of a map and its state agree, told a second time, independently of C++: a puller, workers and a consumer
   each go on without the lock, publish how far they have come, then look whether somebody waits for that; under the lock
   somebody decides, announces who waits, and looks again. Each step of a loop, and each of the three of a locked update,
   is a step of its own here. map_state_spin.sh has spin check it, and has it find each of the faults that FAULT puts
   back.

   -DN: items, -DW: window, -DT: workers, -DB: most items in a chunk, a pull or what the consumer takes; -DINPUT=1 or 0:
   the order; -DCLOSES, -DSTOPS, -DFAILS: whether the map may be closed or stopped, and a call may fail. */

#define NONE 7

/* What has become of an item. */
#define absent 0
#define yielded 1
#define withdrawn 2 /* claimed, and given back */
#define called 3
#define returned 4  /* and its worker has not yet said so */
#define published 5
#define threw 6
#define moving 7    /* to the consumer */
#define delivered 8

/* The faults. */
#define taken_results_are_forgotten 1 /* a close leaves to the consumer what it has claimed */
#define end_before_taking 2           /* the end does not wait for a consumer that is moving a result */
#define end_before_announcement 3     /* the end is decided before the close can be seen */
#define published_are_forgotten 4     /* a failure does not look for what had returned before it */
#define no_second_look 5              /* whoever parks does not look for what was published meanwhile */

byte fate[N];
bool late[N];  /* completion order: it was published after the first failure */

/* What the loops publish. */
byte pulled, pull_base;      /* this pull's items, and the index of its first one */
byte next[T], end[T], first[T];
bool taking;
byte handed_over;

/* What is announced. */
bool consumer_waits, worker_wanted, room_wanted, trimmed, closed;

/* The state, under the lock. */
bool locked, again;
byte known_pulled, reserved, next_start, start_limit = N, first_error = NONE;
bool open[T], known[N], taken_from[N];
byte committed[T], claims, idle = T;
bool pulling, source_ended, stopped, closing, finishing, finished, parked, parked_closing;
byte taken[B], taken_count, known_handed_over, known_delivered;

hidden byte i, j;

#define finished_of(w) (next[w] > end[w] -> end[w] : next[w] - (next[w] != 0))
#define pull_stopped (stopped || closing || first_error != NONE)
#define in_flight (reserved + known_pulled - known_delivered)
#define startable ((next_start < known_pulled && next_start < start_limit) -> known_pulled - next_start : 0)
#define full (!source_ended && !pull_stopped && in_flight >= W)
#define quiet (claims == 0 && !pulling)

inline count_ready(n) {
    n = 0;
    i = 0;
    do
    :: i < N ->
        if
        :: taken_from[i] -> skip
        :: else ->
            if
            :: known[i] && fate[i] == published && !(closing) -> n++
            :: else -> if :: INPUT -> break :: else fi
            fi
        fi;
        i++
    :: else -> break
    od
}

inline commit_calls(w) {
    if
    :: open[w] ->
        do
        :: committed[w] < finished_of(w) ->
            i = first[w] + committed[w];
            if
            :: fate[i] != threw && fate[i] != withdrawn ->
                known[i] = (INPUT || first_error == NONE)
            :: else
            fi;
            committed[w] = committed[w] + 1
        :: else -> break
        od
    :: else
    fi
}

inline commit_all_calls() {
    j = 0;
    do
    :: j < T -> commit_calls(j); j++
    :: else -> break
    od
}

inline commit_pulled() {
    if
    :: pulled + pull_base > known_pulled -> reserved = reserved - (pulled + pull_base - known_pulled);
        known_pulled = pulled + pull_base
    :: else
    fi
}

inline commit_handed_over() {
    if
    :: handed_over > known_handed_over ->
        known_delivered = known_delivered + handed_over - known_handed_over;
        known_handed_over = handed_over
    :: else
    fi
}

/* How it ends for the consumer: nothing is ready, and nothing will be. */
#define head_is_over (known_delivered >= known_pulled -> (source_ended || (pull_stopped && !pulling)) : \
    (fate[known_delivered] == threw || fate[known_delivered] == withdrawn || \
        (known_delivered >= next_start && known_delivered >= start_limit)))
#define all_is_over (first_error != NONE || (claims == 0 && startable == 0 && !pulling && (source_ended || pull_stopped)))
#define completion (INPUT -> head_is_over : all_is_over)

inline decide() {
    if
    :: (FAULT == end_before_announcement -> closing : closed) && !finishing && quiet &&
        (!taking || FAULT == end_before_taking) -> finishing = true
    :: else
    fi;
    count_ready(j);
    if
    :: parked && ((closing -> finishing : (j != 0 || completion)) || closing != parked_closing) -> parked = false
    :: else
    fi
}

inline announce() {
    again = false;
    if
    :: parked && !consumer_waits -> again = true
    :: else
    fi;
    consumer_waits = parked;
    if
    :: idle != 0 && !worker_wanted -> again = true
    :: else
    fi;
    worker_wanted = (idle != 0);
    if
    :: !pulling && full && !room_wanted -> again = true
    :: else
    fi;
    room_wanted = (!pulling && full);
    trimmed = (start_limit != N);
    if
    :: closing && !closed && FAULT != taken_results_are_forgotten -> closed = true; again = true
    :: else -> if :: FAULT == taken_results_are_forgotten && closing && !finishing && quiet && !taking ->
            finishing = true :: else fi
    fi
}

inline look_again() {
    if
    :: FAULT == no_second_look
    :: else -> commit_all_calls(); commit_pulled(); commit_handed_over()
    fi
}

/* By whoever has the lock, and has done what it came for. */
inline update() {
    d_step { i = 0; decide(); i = 0; j = 0 };
    do
    :: d_step { i = 0; announce(); i = 0; j = 0 };
        if
        :: again -> d_step { i = 0; look_again(); i = 0; j = 0 }; d_step { i = 0; decide(); i = 0; j = 0 }
        :: else -> break
        fi
    od;
    assert(locked); /* since no loop may end where a step begins */
    d_step {
        i = 0;
        if
        :: finishing && !finished ->
            finished = true;
            i = 0;
            do /* the end comes after everything that runs */
            :: i < N -> assert(fate[i] != called && fate[i] != moving); i++
            :: else -> break
            od;
            i = 0
        :: else
        fi;
        locked = false
    }
}

#define lock(guard) atomic { (!locked && (guard)) -> locked = true }

active proctype puller() {
end_full:
    do
    :: lock(!pulling && !source_ended && !pull_stopped && in_flight < W);
        d_step {
            pulling = true;
            pulled = 0;
            pull_base = known_pulled;
            commit_handed_over();
            reserved = (W - in_flight < B -> W - in_flight : B);
            i = 0
        };
        update();
        do
        :: pulled < reserved + known_pulled - pull_base && pull_base + pulled < N ->
            d_step { fate[pull_base + pulled] = yielded; pulled++ };
            if
            :: worker_wanted ->
                lock(true);
                d_step { i = 0; commit_pulled(); i = 0 };
                update()
            :: else
            fi;
            if
            :: pull_stopped -> break
            :: else
            fi
        :: pull_base + pulled == N -> source_ended = true; break
        :: pulled >= reserved + known_pulled - pull_base -> break
        od;
        lock(true);
        d_step {
            i = 0;
            commit_pulled();
            reserved = 0;
            pulling = false;
            i = 0
        };
        update()
    :: source_ended || pull_stopped -> break
    od
}

proctype worker(byte w) {
    byte position;
end_idle:
    do
    :: lock(startable != 0);
        d_step {
            i = 0;
            commit_pulled();
            first[w] = next_start;
            end[w] = (startable < B -> startable : B);
            if
            :: first[w] + end[w] > start_limit -> end[w] = start_limit - first[w]
            :: else
            fi;
            next_start = next_start + end[w];
            next[w] = 0;
            committed[w] = 0;
            open[w] = true;
            claims++;
            idle--
        };
        update();
        do
        :: d_step { /* the item before is over, and the next one is this worker's */
                i = 0;
                if
                :: next[w] != 0 && fate[first[w] + next[w] - 1] == returned ->
                    fate[first[w] + next[w] - 1] = published;
                    late[first[w] + next[w] - 1] = (first_error != NONE)
                :: else
                fi;
                position = next[w];
                next[w] = next[w] + 1
            };
            if
            :: position >= end[w] -> break
            :: else
            fi;
            if
            :: consumer_waits || trimmed ->
                lock(true);
                d_step {
                    i = 0;
                    commit_calls(w);
                    i = first[w] + position;
                    if
                    :: i >= start_limit ->
                        do
                        :: i < first[w] + end[w] -> fate[i] = withdrawn; i++
                        :: else -> break
                        od;
                        end[w] = position
                    :: else
                    fi;
                    i = 0
                };
                update();
                if
                :: position >= end[w] -> break
                :: else
                fi
            :: else
            fi;
            d_step {
                assert(fate[first[w] + position] == yielded); /* each item is called for once */
                fate[first[w] + position] = called
            };
            if
            :: fate[first[w] + position] = returned
            :: FAILS && first_error == NONE ->
                lock(true);
                d_step {
                    i = 0;
                    commit_calls(w);
                    if
                    :: !INPUT && FAULT != published_are_forgotten -> commit_all_calls()
                    :: else
                    fi;
                    fate[first[w] + position] = threw;
                    committed[w] = position + 1;
                    first_error = (first_error < first[w] + position -> first_error : first[w] + position);
                    start_limit = (INPUT -> (start_limit < first_error -> start_limit : first_error) : 0);
                    i = 0;
                    j = 0
                };
                update()
            :: goto end_for_ever
            fi
        od;
        lock(true);
        d_step {
            i = 0;
            commit_calls(w);
            open[w] = false;
            claims--;
            idle++;
            commit_handed_over();
            i = 0
        };
        update()
    od;
end_for_ever:
    false
}

active proctype consumer() {
    byte at, n;
    bool got_one;
    do
    :: taking = true;
        got_one = false;
        if
        :: closed -> /* who closed it may have left the end to this */
            taking = false;
            lock(true);
            d_step { i = 0; commit_handed_over(); i = 0 };
            update();
            break
        :: else
        fi;
        assert(!(closing && !locked && !finished) || closed); /* closed means closed */
        if
        :: at == taken_count ->
            lock(true);
            d_step {
                i = 0;
                commit_handed_over();
                handed_over = 0;
                known_handed_over = 0;
                at = 0;
                taken_count = 0;
                count_ready(n);
                i = 0;
                do
                :: i < N && taken_count < n && taken_count < B ->
                    if
                    :: known[i] && !taken_from[i] -> taken[taken_count] = i; taken_from[i] = true; taken_count++
                    :: else
                    fi;
                    i++
                :: else -> break
                od;
                i = 0;
                n = 0
            };
            update()
        :: else
        fi;
        if
        :: at != taken_count ->
            d_step {
                assert(!finished); /* what has ended has destroyed its results */
                assert(fate[taken[at]] == published); /* each result is taken once, and when it is there */
                fate[taken[at]] = moving
            };
            d_step {
                fate[taken[at]] = delivered;
                at++;
                handed_over = at;
                got_one = true
            };
            if
            :: room_wanted -> lock(true); d_step { i = 0; commit_handed_over(); i = 0 }; update()
            :: else
            fi
        :: else
        fi;
        taking = false;
        if
        :: closed -> lock(true); d_step { i = 0; commit_handed_over(); i = 0 }; update()
        :: else
        fi;
        if
        :: !got_one ->
            lock(true);
            d_step {
                i = 0;
                commit_handed_over();
                count_ready(n);
                if
                :: (closing -> finishing : (n != 0 || completion))
                :: else -> parked = true; parked_closing = closing
                fi;
                i = 0
            };
            if
            :: parked -> /* under the lock */
                update();
end_parked:     !parked
            :: !parked && n == 0 && !closing -> /* it is told how the map has ended */
                n = 0;
                update();
                d_step {
                    i = 0;
                    do /* what had returned before the failure is delivered before it */
                    :: i < N -> assert(INPUT || closing || fate[i] != published || late[i]); i++
                    :: else -> break
                    od;
                    i = 0
                };
                break
            :: else -> n = 0; update()
            fi
        :: else
        fi
    od
}

active proctype others() {
    if
    :: CLOSES ->
        lock(true);
        d_step { closing = true; stopped = true; start_limit = 0; commit_handed_over() };
        update()
    :: STOPS -> lock(true); d_step { stopped = true; start_limit = 0 }; update()
    :: true
    fi
}

/* Where nobody goes on but calls that take for ever. */
active proctype monitor() {
    timeout;
    d_step {
        i = 0;
        j = 0;
        do
        :: i < N -> j = j + (fate[i] == called); i++
        :: else -> break
        od
    };
    assert(!closing || j != 0 || finished); /* what was closed ends */
    assert(source_ended || pull_stopped || known_pulled - known_delivered >= W); /* while there is room, it pulls */
    assert(closing || stopped || first_error != NONE || j == T || next_start == known_pulled); /* no item waits in vain */
    assert(!parked || closing || !INPUT || fate[known_delivered] != published); /* no result waits in vain */
    d_step {
        i = 0;
        do
        :: i < N -> assert(!parked || closing || INPUT || fate[i] != published || late[i]); i++
        :: else -> break
        od
    };
    assert(!parked || j != 0)
}

init {
    atomic {
        i = 0;
        do
        :: i < T -> run worker(i); i++
        :: else -> break
        od;
        i = 0
    }
}

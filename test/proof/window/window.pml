/* Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

   The protocol of the window, told a second time, independently of C++: what may happen in which state, what
   then is different, and what must hold. window_spin.sh has spin check it and lets it agree with proof_window,
   which explores the window itself: for each configuration both find no broken promise, and both reach the
   same number of states. A state is what an item can tell of itself (where it is and, in completion order, when
   its result came), the claims, and the flags; the numbers of slots make no difference.

   -DN: items at most, -DW: window, -DT: concurrency, each of them 1..3 but N up to 6; -DINPUT=1 or 0: the
   order; -DFAULTS: stops, failures and the like on one path. */

#define NONE 7

/* Where an item is. */
#define absent 0
#define waiting 1
#define claimed 2
#define running 3
#define done 4
#define late 5      /* its result came after the end for the consumer */
#define threw 6
#define withdrawn 7 /* claimed, then given back */
#define taken 8
#define delivered 9
#define dropped 10  /* taken, and not handed over */

/* The source. */
#define open 0
#define ended 1
#define broken 2
#define cut_short 3 /* it ended after the map had been told to pull nothing more */

/* How it ends. */
#define completed 0
#define failed 1
#define source_failed 2
#define was_stopped 3
#define pool_is_gone 4

byte item[6], rank[6], count;
byte slots, reserved, source;
byte next[3], end[3], claims;
bool calls[3]; /* whether the first item of the claim runs */
bool pulling, stopped, stopped_all, pool_gone, discarded, consumer_failed, lost;
byte first_error = NONE, told = NONE, faults;

hidden byte i, j, k, before, after; /* within one step */

#define number_of(s) ((item[0] == s) + (item[1] == s) + (item[2] == s) + (item[3] == s) + (item[4] == s) + \
    (item[5] == s))
#define in_flight (reserved + count - number_of(delivered))
#define vacant (slots - in_flight)
#define pulls_no_more (source != open || stopped || pool_gone || first_error != NONE)
#define room ((pulls_no_more || in_flight >= W) -> 0 : W - in_flight)
#define may_run (claims < T)
#define start_limit ((stopped_all || pool_gone || (!INPUT && first_error != NONE)) -> 0 : first_error)
#define may_start(x) ((x) < start_limit)
#define startable ((item[0] == waiting && may_start(0)) + (item[1] == waiting && may_start(1)) + \
    (item[2] == waiting && may_start(2)) + (item[3] == waiting && may_start(3)) + \
    (item[4] == waiting && may_start(4)) + (item[5] == waiting && may_start(5)))

/* How many items at the front have property p. */
#define front(p) (p(0) * (1 + p(1) * (1 + p(2) * (1 + p(3) * (1 + p(4) * (1 + p(5)))))))
#define left(x) (item[x] >= taken)
#define left_or_done(x) (item[x] >= taken || item[x] == done)
#define head front(left)
#define no_consumer (discarded || consumer_failed)
#define ready (no_consumer -> 0 : (INPUT -> front(left_or_done) - head : number_of(done)))

#define unless_pool_gone(x) (pool_gone -> pool_is_gone : x)
#define of_source (source == ended -> completed : (source == broken -> source_failed : \
    unless_pool_gone(((stopped_all || (stopped && !pulling)) -> was_stopped : NONE))))
#define of_head (item[head] == threw -> failed : \
    ((item[head] == withdrawn || (item[head] == waiting && !may_start(head))) -> \
        unless_pool_gone(was_stopped) : NONE))
#define in_order (head == count -> of_source : of_head)
#define as_completed (first_error != NONE -> failed : ((claims != 0 || startable != 0) -> NONE : \
    ((number_of(waiting) != 0 || number_of(withdrawn) != 0) -> unless_pool_gone(was_stopped) : of_source)))
#define without_consumer (first_error != NONE -> failed : (source == broken -> source_failed : \
    ((source == ended && number_of(delivered) == count) -> completed : unless_pool_gone(was_stopped))))
#define completion (ready != 0 -> NONE : (consumer_failed -> failed : (told != NONE -> told : \
    (discarded -> without_consumer : (INPUT -> in_order : as_completed)))))

/* The promises. */
#define goes_on ((!pulling && room != 0) || pulling || (may_run && startable != 0) || claims != 0 || \
    number_of(taken) != 0 || ready != 0)

inline check() {
    after = completion;
    assert(in_flight <= W && in_flight <= slots); /* pulled - handed over <= window */
    assert(claims <= T);                          /* running <= concurrency */
    assert(number_of(running) <= claims);
    assert(!lost || (consumer_failed && first_error != NONE)); /* nothing is lost in silence */
    assert(pulls_no_more || in_flight >= W || pulling || room != 0);
    assert(goes_on || after != NONE); /* nothing is stuck */
    assert(before == NONE || no_consumer || (after != NONE && ready == 0)); /* a completion is final */
    assert(told == NONE || consumer_failed || after == told); /* what has been told is told for ever */
    assert(!(INPUT && after == failed && !no_consumer) || head == first_error);
    assert(after != completed || (source == ended && number_of(delivered) + number_of(taken) == count));
    k = 0;
    do /* input order: what is delivered is a prefix */
    :: k < 5 -> assert(!INPUT || item[k + 1] != delivered || item[k] == delivered); k++
    :: else -> break
    od;
    k = 0 /* a loop must not be the end of a step */
}

#define step(guard, effect) d_step { (guard) -> before = completion; effect; check() }
#define fault(guard, effect) d_step { (faults < FAULTS && (guard)) -> before = completion; faults++; effect; check() }

/* The results that came after that of item x move up, since it is one no longer. */
inline forget_rank(x) {
    j = 0;
    do
    :: j < 6 ->
        if
        :: (item[j] == done || item[j] == taken) && rank[j] > rank[x] -> rank[j]--
        :: else
        fi;
        j++
    :: else -> break
    od;
    rank[x] = 0
}

/* Of those in state `from`, the one whose result comes first, and how many: to state `to`. */
inline move_results(n, from, to) {
    k = 0;
    do
    :: k < n ->
        i = 0;
        j = NONE;
        do
        :: i < 6 ->
            if
            :: item[i] == from && (j == NONE || rank[i] < rank[j]) -> j = i
            :: else
            fi;
            i++
        :: else -> break
        od;
        i = j;
        item[i] = to;
        if
        :: to != taken -> forget_rank(i)
        :: else
        fi;
        k++
    :: else -> break
    od
}

inline begin_claim(n) {
    i = 0;
    do
    :: item[i] == waiting -> break
    :: else -> i++
    od;
    next[claims] = i;
    end[claims] = i + n;
    claims++;
    do
    :: i < end[claims - 1] -> item[i] = claimed; i++
    :: else -> break
    od
}

/* Claims stand in the order of their items. */
inline split(c, first) {
    k = first;
    j = end[c];
    end[c] = k;
    i = claims;
    do
    :: i > 0 && next[i - 1] > k ->
        next[i] = next[i - 1];
        end[i] = end[i - 1];
        calls[i] = calls[i - 1];
        i--
    :: else -> break
    od;
    next[i] = k;
    end[i] = j;
    calls[i] = false;
    claims++
}

inline claim_done(c) {
    i = c;
    do
    :: i < 2 ->
        next[i] = next[i + 1];
        end[i] = end[i + 1];
        calls[i] = calls[i + 1];
        i++
    :: else -> break
    od;
    next[2] = 0;
    end[2] = 0;
    calls[2] = false;
    claims--
}

inline finish(c, n) {
    k = 0;
    do
    :: k < n ->
        i = next[c];
        if
        :: !INPUT && (first_error != NONE || no_consumer) -> item[i] = late
        :: else ->
            rank[i] = (INPUT -> 0 : number_of(done) + number_of(taken));
            item[i] = done
        fi;
        next[c] = next[c] + 1;
        k++
    :: else -> break
    od;
    calls[c] = false
}

inline fail(c) {
    i = next[c];
    item[i] = threw;
    if
    :: first_error == NONE || (INPUT && i < first_error) -> first_error = i
    :: else
    fi;
    next[c] = next[c] + 1;
    calls[c] = false
}

inline withdraw(c) {
    do
    :: next[c] < end[c] -> item[next[c]] = withdrawn; next[c] = next[c] + 1
    :: else -> break
    od
}

inline pulled(n) {
    reserved = reserved - n;
    i = count;
    count = count + n;
    do
    :: i < count -> item[i] = waiting; i++
    :: else -> break
    od
}

#define stop_pulling stopped = stopped || source == open
#define stop stop_pulling; stopped_all = true

/* A result cannot be moved to the consumer. */
inline lose_one() {
    i = 0;
    j = NONE;
    do
    :: i < 6 ->
        if
        :: item[i] == taken && (j == NONE || rank[i] < rank[j]) -> j = i
        :: else
        fi;
        i++
    :: else -> break
    od;
    lost = true;
    first_error = ((INPUT || first_error == NONE) -> j : first_error)
}

#define drop_taken j = number_of(taken); before = j; move_results(before, taken, dropped); before = NONE

#define pulling_from_open (pulling && source == open)
#define has(c) (c < claims && next[c] != end[c])
#define size(c) (end[c] - next[c])

#define of_amount(n) \
    :: step(pulling_from_open && n <= room && n <= vacant, reserved = reserved + n) \
    :: step(pulling_from_open && vacant < room && slots + n <= W, slots = slots + n) \
    :: step(pulling_from_open && n <= reserved && count + n <= N, pulled(n)) \
    :: step(pulling && n <= reserved, reserved = reserved - n) \
    :: step(may_run && n <= startable, begin_claim(n)) \
    :: step(n <= number_of(taken), move_results(n, taken, delivered)) \
    :: step(number_of(taken) == 0 && n <= ready, move_results(n, done, taken))

#define of_claim(c) \
    :: step(c < claims && next[c] == end[c], claim_done(c)) \
    :: step(has(c) && may_run && !calls[c], split(c, next[c])) \
    :: step(has(c) && may_run && size(c) >= 2, split(c, next[c] + 1)) \
    :: step(has(c) && may_run && size(c) >= 3, split(c, next[c] + 2)) \
    :: step(has(c) && !calls[c] && may_start(next[c]), item[next[c]] = running; calls[c] = true) \
    :: step(has(c) && !calls[c] && !may_start(next[c]), withdraw(c)) \
    :: step(has(c) && calls[c], finish(c, 1)) \
    :: step(has(c) && calls[c] && size(c) >= 2 && may_start(next[c] + 1), finish(c, 2)) \
    :: step(has(c) && calls[c] && size(c) >= 3 && may_start(next[c] + 2), finish(c, 3)) \
    :: fault(has(c) && calls[c], fail(c))

active proctype window() {
    do
    :: step(!pulling && (room != 0 || pool_gone), pulling = true)
    :: step(pulling_from_open, source = (pulls_no_more -> cut_short : ended))
    :: step(pulling && reserved == 0, pulling = false)
    of_amount(1)
    of_amount(2)
    of_amount(3)
    of_claim(0)
    of_claim(1)
    of_claim(2)
    :: step(told == NONE && number_of(taken) == 0 && completion != NONE, told = (no_consumer -> NONE : completion))
    :: fault(pulling_from_open, source = broken)
    :: fault(!consumer_failed, stop; consumer_failed = true; drop_taken)
    :: fault(!consumer_failed && number_of(taken) != 0, lose_one(); stop; consumer_failed = true; drop_taken)
    :: fault(!stopped && source == open, stop_pulling)
    :: fault(!stopped_all, stop)
    :: fault(!discarded, stop; discarded = true; drop_taken)
    :: fault(!pool_gone, pool_gone = true)
    od
}

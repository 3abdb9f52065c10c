#!/bin/sh
# @about@

# Dropped by a file manager that shows no window: begin again in one.
if [ ! -t 1 ] && [ -z "$PLANNER_WINDOW" ] && [ -n "$DISPLAY$WAYLAND_DISPLAY" ]; then
    if terminal=$(command -v x-terminal-emulator); then
        PLANNER_WINDOW=1
        export PLANNER_WINDOW
        exec "$terminal" -e "$0" "$@"
    fi
fi

finish() {
    printf '\n%s' @close@
    read -r _
    printf '\n'
    exit "$1"
}

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
planner=$(command -v planner)
while [ -z "$planner" ]; do
    if [ -x "$folder/.venv/bin/planner" ]; then
        planner=$folder/.venv/bin/planner
    elif [ "$folder" = / ]; then
        break
    fi
    folder=$(dirname -- "$folder")
done
if [ -z "$planner" ]; then
    printf '%s\n' @install@
    finish 2
fi

workbook=$1
if [ -z "$workbook" ]; then
    printf '%s\n' @ask@
    IFS= read -r workbook
    # A terminal writes a dropped file with quotes or backslashes; xargs takes them away and runs nothing.
    if [ ! -f "$workbook" ]; then
        workbook=$(printf '%s\n' "$workbook" | xargs printf '%s\n' 2>/dev/null | head -n 1)
    fi
fi
case $workbook in
    *.[xX][lL][sS][xX]) ;;
    *)
        printf '%s\n' @kind@
        finish 2
        ;;
esac
# A name that begins with a hyphen is no option.
case $workbook in
    /*) ;;
    *) workbook=./$workbook ;;
esac

"$planner" "$workbook"
finish "$?"

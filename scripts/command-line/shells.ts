/**
 * The program of the clone that the user stands in, found from the folder on upwards: the same script serves every
 * clone, and goes on to work when one is moved.
 */
const FIND = `  local folder=$PWD
  while [ -n "$folder" ] && [ ! -f "$folder/scripts/fleet.mjs" ]; do folder=\${folder%/*}; done
  [ -n "$folder" ] || return 0`;

const BASH = `# Completion of npx fleet for bash. In ~/.bashrc: source <(npx fleet completion bash), or keep the output in a file.
_fleet() {
${FIND}
  local line=\${COMP_LINE:0:COMP_POINT} words word start
  # Readline breaks words at colons and equals signs; ours are between blanks.
  read -r -a words <<<"$line"
  [ "\${line: -1}" = ' ' ] && words+=('')
  while [ \${#words[@]} -gt 1 ] && [ "\${words[0]##*/}" != fleet ]; do words=("\${words[@]:1}"); done
  word=\${words[\${#words[@]} - 1]}
  # What readline takes for done already must not come again.
  start=\${word%"\${word##*[:=]}"}
  case $COMP_WORDBREAKS in *:*=* | *=*:*) ;; *) start='' ;; esac
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    case $word in
      :path:) compopt -o default 2>/dev/null; return 0 ;;
      *) COMPREPLY+=("\${word#"$start"}") ;;
    esac
  done < <(node "$folder/scripts/fleet.mjs" completion bash -- "\${words[@]:1}" 2>/dev/null)
  return 0
}
_fleet_npx_before=$(complete -p npx 2>/dev/null | sed -n 's/.*-F \\([^ ]*\\) .*/\\1/p')
[ "$_fleet_npx_before" = _fleet_npx ] && _fleet_npx_before=''
_fleet_npx() {
  if [ "\${COMP_WORDS[1]}" = fleet ] && [ "$COMP_CWORD" -gt 1 ]; then
    _fleet
  elif [ -n "$_fleet_npx_before" ]; then
    "$_fleet_npx_before" "$@"
  fi
}
complete -F _fleet fleet
complete -o default -F _fleet_npx npx
`;

const ZSH = `#compdef fleet
# Completion of npx fleet for zsh. In ~/.zshrc, after compinit: source <(npx fleet completion zsh)
_fleet() {
${FIND}
  local -a candidates described plain
  local word means
  local -a typed=("\${(@)words[2,CURRENT]}")
  while IFS=$'\\t' read -r word means; do
    if [[ $word == :path: ]]; then
      _files
      return
    fi
    candidates+=("$word")
    described+=("$word\${means:+  -- $means}")
  done < <(node "$folder/scripts/fleet.mjs" completion zsh -- "\${typed[@]}" 2>/dev/null)
  (( \${#candidates} )) && compadd -l -d described -a candidates
}
_fleet_npx() {
  if [[ \${words[2]} == fleet ]] && (( CURRENT > 2 )); then
    shift words
    (( CURRENT-- ))
    _fleet
  else
    _default
  fi
}
compdef _fleet fleet
compdef _fleet_npx npx
`;

const FISH = `# Completion of npx fleet for fish. Keep it: npx fleet completion fish >~/.config/fish/completions/fleet.fish
function __fleet_complete
    set -l folder $PWD
    while test -n "$folder"; and not test -f "$folder/scripts/fleet.mjs"
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    test -n "$folder"; or return 0
    set -l words (commandline -opc) (commandline -ct)
    test "$words[1]" = npx; and set -e words[1]
    set -l found (node "$folder/scripts/fleet.mjs" completion fish -- $words[2..-1] 2>/dev/null)
    if test "$found[1]" = :path:
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $found
    end
end
complete -c fleet -f -a '(__fleet_complete)'
complete -c npx -f -n 'set -l typed (commandline -opc); test "$typed[2]" = fleet' -a '(__fleet_complete)'
`;

/** The scripts of the shells, by name. */
export const SHELLS: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

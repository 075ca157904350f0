/** SQL files are imported as text, so that a bundle or a single binary carries them. */
declare module "*.sql" {
  const text: string
  export default text
}
